package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.Program;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import programs.GuavaProgram;
import programs.H2Program;
import programs.KotlinProgram;
import programs.LuceneProgram;
import programs.NettyProgram;
import programs.ScalaProgram;

/**
 * Programs that use large libraries do woven what they do otherwise; and the agent's own manners.
 */
@Timeout(120)
class ProgramsTest {
  private static final Path AGENT = LibraryJars.named("goro-agent").getFirst();
  private static final Pattern REPORT =
      Pattern.compile(
          "goro: weave: (\\d+) classes woven with \\d+ polls; .* (\\d+) not understood");

  @ParameterizedTest
  @ValueSource(
      classes = {
        GuavaProgram.class,
        H2Program.class,
        NettyProgram.class,
        LuceneProgram.class,
        KotlinProgram.class,
        ScalaProgram.class
      })
  void doesTheSameWoven(Class<?> program) {
    Program.Result plain = Program.of(program).run();
    Program.Result woven =
        Program.of(program)
            .jvm("-Xverify:all", "-javaagent:" + AGENT)
            .env("GORO_WEAVE", "report")
            .run();
    assertEquals(0, plain.exitCode(), plain::toString);
    assertEquals(0, woven.exitCode(), woven::toString);
    assertEquals(plain.out(), woven.out());
    assertFalse(plain.out().isBlank());
    Matcher report = REPORT.matcher(woven.err());
    assertTrue(report.find(), woven::toString);
    assertTrue(Integer.parseInt(report.group(1)) > 50, woven::toString);
    assertEquals("0", report.group(2), woven::toString);
  }

  @Test
  void weavesWhatItsArgumentChooses() {
    Program.Result woven =
        Program.of(GuavaProgram.class)
            .jvm(
                "-javaagent:"
                    + AGENT
                    + "=com.google.common.hash.*,!com.google.common.hash.Hashing,report")
            .env("GORO_WEAVE", "off")
            .run();
    Matcher report = REPORT.matcher(woven.err());
    assertTrue(report.find(), woven::toString);
    int classes = Integer.parseInt(report.group(1));
    assertTrue(classes > 0 && classes < 30, woven::toString);
  }

  @Test
  void saysNothingOfItself() {
    Program.Result woven = Program.of(GuavaProgram.class).jvm("-javaagent:" + AGENT).run();
    assertEquals("", woven.err());
  }

  @Test
  void saysInOneSentenceWhatIsWrong() {
    Program.Result wrong =
        Program.of(GuavaProgram.class)
            .jvm("-javaagent:" + AGENT)
            .env("GORO_WEAVE", "com.acme..*")
            .run();
    assertEquals(2, wrong.exitCode(), wrong::toString);
    assertEquals(
        "goro: GORO_WEAVE has \"com.acme..*\": write a package as com.acme.*, a class as"
            + " com.acme.Main, ! before what is left out, or off.\n",
        wrong.err());
  }

  @Test
  void leavesClassesWhoseLoaderDoesNotKnowGoro() {
    Program.Result apart =
        Program.of(programs.Apart.class)
            .jvm("-javaagent:" + AGENT)
            .env("GORO_WEAVE", "report")
            .run();
    assertEquals(0, apart.exitCode(), apart::toString);
    assertTrue(apart.err().contains(" 1 whose loader does not know Goro"), apart::toString);
  }

  @Test
  void keepsTheTracesOfExceptions() {
    Program.Result plain = Program.of(programs.Fails.class).run();
    Program.Result woven = Program.of(programs.Fails.class).jvm("-javaagent:" + AGENT).run();
    assertEquals(plain.out(), woven.out());
    assertTrue(plain.out().contains("Fails.java:"), plain::toString);
  }
}
