package dev.goro.behaviour.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.Goroutines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same programs on Python's asyncio and on Goro's event loop print the same lines, in the same
 * order. {@code resources/asyncio} has each program in Python and what it prints; {@link
 * AsyncioPrograms} has it in Java. Where a Python of 3.11 or later is installed ({@code python3},
 * or what {@code GORO_PYTHON} names) the lines are held against it too.
 */
class AsyncioTest {
  private static final List<Integer> PROCS = List.of(1, 2, 16);
  private static final String[] PROGRAMS = {
    "order",
    "cancel",
    "counts",
    "gathered",
    "waitfor",
    "timeouts",
    "shielded",
    "waits",
    "groups",
    "stopped",
    "timers",
    "ends"
  };

  static Stream<String> programs() {
    return Stream.of(PROGRAMS);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void goroPrintsWhatAsyncioPrints(String program) throws Exception {
    for (int procs : PROCS) {
      Goroutines.onMainAtProcs(
          procs, () -> assertEquals(recorded(program), AsyncioPrograms.run(program)));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aThreadThatIsNoGoroutineMayRunThem(String program) throws Exception {
    assertEquals(recorded(program), AsyncioPrograms.run(program));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void asyncioPrintsWhatIsRecorded(String program) throws Exception {
    String python = Objects.requireNonNullElse(System.getenv("GORO_PYTHON"), "python3");
    assumeTrue(isNewEnough(python), "no Python 3.11 or later is installed");
    Path file = Files.createTempFile("asyncio", ".py");
    try {
      Files.writeString(file, resource(program + ".py"));
      var result = output(python, file.toString());
      assertEquals(recorded(program), result.lines().toList());
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../docs/event-loop.md"})
  void thePageNamesEachProgram(String page) throws IOException {
    String text = Files.readString(Path.of(page));
    for (String program : PROGRAMS) {
      assertTrue(text.contains("`" + program + "`"), program);
    }
  }

  private static boolean isNewEnough(String python) throws InterruptedException {
    try {
      String version = output(python, "-c", "import sys; print(sys.version_info >= (3, 11))");
      return version.strip().equals("True");
    } catch (IOException e) {
      return false;
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> recorded(String program) throws IOException {
    return resource(program + ".txt").lines().toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AsyncioTest.class.getResourceAsStream("/asyncio/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }
}
