package dev.goro.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A child program's output, input, environment and exit code come through; one that hangs is dumped
 * and killed.
 */
class ProgramTest {
  @Test
  void outputInputAndExitCodeComeThrough() {
    var result =
        Program.of(Echo.class)
            .asPlainJava()
            .env("GOMAXPROCS", "3")
            .args("one", "two")
            .stdin("a line\n")
            .run();
    assertEquals(7, result.exitCode(), result::toString);
    assertEquals("one two 3 a line", result.out().strip());
    assertEquals("done", result.err().strip());
  }

  @Test
  void aProgramThatHangsIsDumpedAndKilled() {
    var running = Program.of(Sleeper.class).asPlainJava().limit(Duration.ofSeconds(2)).start();
    var failure = assertThrows(AssertionError.class, running::await);
    assertTrue(failure.getMessage().contains("Sleeper did not end within 2 s"), failure::toString);
    assertTrue(failure.getMessage().contains("ProgramTest$Sleeper.main"), failure::toString);
  }

  @Test
  void aSourceFileIsCompiledAndRun() {
    var result =
        Program.ofSource(
                "Hello", "class Hello { static void main() { System.out.println(\"hello\"); } }")
            .asPlainJava()
            .run();
    assertEquals(new Program.Result(0, "hello" + System.lineSeparator(), ""), result);
  }

  @Test
  void misuseIsReportedByTheCompiler() {
    var misuse = Sources.compile("Misuse", "class Misuse { int x = \"text\"; }");
    assertEquals(1, misuse.errors().size());
    assertTrue(misuse.errors().getFirst().startsWith("1: "), misuse::toString);
    assertFalse(misuse.errors().getFirst().isBlank());
  }

  static class Echo {
    static void main(String[] args) throws Exception {
      String line = new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      System.out.println(String.join(" ", args) + " " + System.getenv("GOMAXPROCS") + " " + line);
      System.err.println("done");
      System.exit(7);
    }
  }

  static class Sleeper {
    static void main() throws Exception {
      Thread.sleep(Duration.ofHours(1));
    }
  }
}
