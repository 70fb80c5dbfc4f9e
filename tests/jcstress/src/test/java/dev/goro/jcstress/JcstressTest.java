package dev.goro.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/**
 * Runs the jcstress tests of this module in JVMs of their own. The short tier gives each test a
 * moment in a few ways of being compiled; {@code -Dgoro.long=true} gives it jcstress's own default
 * effort.
 */
class JcstressTest {
  private static final boolean LONG = Boolean.getBoolean("goro.long");
  private static final Pattern SUMMARY =
      Pattern.compile(
          "(\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

  @Test
  @GoroTest(seconds = 7_200)
  void theOutcomesAreThoseThatAreAllowed() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
    Path log = folder.resolve("log.txt");
    Process run =
        new ProcessBuilder(command(folder))
            .directory(folder.toFile()) // where jcstress puts its results
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = run.waitFor();
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
    String output = Files.readString(log);
    List<String> last = lastSummary(output);
    assertEquals(0, exit, output);
    assertTrue(Integer.parseInt(last.get(1)) > 0, output);
    assertEquals(List.of("0", "0", "0"), last.subList(2, 5), output);
    assertEquals(last.get(0), last.get(1), output);
  }

  private static List<String> command(Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"), Main.class.getName());
    Collections.addAll(
        command, "-r", folder.toString(), "-jvmArgs", System.getProperty("goro.jvm.flags"));
    if (!LONG) {
      Collections.addAll(
          command, "-m", "quick", "-sc", "false", "-af", "NONE", "-iters", "1", "-time", "100");
    }
    return command;
  }

  /** The numbers of the last line that sums up: planned, passed, failed, soft and hard errors. */
  private static List<String> lastSummary(String output) {
    List<String> numbers = null;
    Matcher m = SUMMARY.matcher(output);
    while (m.find()) {
      numbers = List.of(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5));
    }
    assertTrue(numbers != null, output);
    return numbers;
  }
}
