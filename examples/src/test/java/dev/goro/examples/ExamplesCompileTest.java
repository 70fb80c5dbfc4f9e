package dev.goro.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each example compiles without a warning and says how it is run; {@code examples/check} runs them.
 */
@Timeout(120)
class ExamplesCompileTest {
  static List<Path> examples() {
    return Project.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void compiles(Path example) throws Exception {
    Javac.compile(example);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void saysHowItIsRun(Path example) throws Exception {
    String command = "//   goro run examples/" + example.getFileName();
    assertTrue(
        Files.readString(example).contains(command),
        example.getFileName() + " must name its command in its opening comment: " + command);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isChecked(Path example) throws Exception {
    String name = example.getFileName().toString().replace(".java", "");
    assertTrue(
        Files.readString(Project.root().resolve("examples/check")).contains("check_" + name + "()"),
        "examples/check needs a function check_"
            + name
            + " that says what the example has to print");
  }
}
