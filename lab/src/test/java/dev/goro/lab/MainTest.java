package dev.goro.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The command line, where nothing is measured. */
@GoroTest
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private void assertMisused(String sentence, String... args) {
    assertEquals(2, execute(args), out + "" + err);
    assertTrue(err.toString().contains(sentence), err.toString());
    assertTrue(err.toString().startsWith("goro lab: "), err.toString());
    assertEquals(1, err.toString().strip().lines().count(), err.toString());
    err.getBuffer().setLength(0);
  }

  @Test
  void listsItsParts() {
    assertEquals(0, execute("--list"));
    for (Part part : Parts.ALL) {
      assertTrue(out.toString().contains(part.name()), out.toString());
      assertTrue(out.toString().contains(part.title()), out.toString());
    }
  }

  @Test
  void helps() {
    assertEquals(0, execute("--help"));
    assertTrue(out.toString().contains("--html=FILE"), out.toString());
  }

  @Test
  void saysWhatIsWrongInOneSentence() {
    assertMisused("no part is named \"nope\"; there are threads, ", "nope");
    assertMisused("--rounds must be at least 1, but was 0", "--rounds", "0");
    assertMisused("--goroutines must be at least 1000, but was 5", "--goroutines", "5");
    assertMisused("--html must name a file in a folder that exists", "--html", "/no/where/x");
    assertMisused("--json must name a file in a folder that exists", "--json", "/");
    assertMisused("Unknown option: '--bogus'", "--bogus");
  }

  @Test
  void everyPartHasANameOfItsOwn() {
    assertEquals(Parts.ALL.size(), Parts.ALL.stream().map(Part::name).distinct().count());
    for (Part part : Parts.ALL) {
      assertEquals(part, Parts.named(part.name()).orElseThrow());
    }
  }
}
