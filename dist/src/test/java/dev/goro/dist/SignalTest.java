package dev.goro.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Signals, and {@code goro dump}. */
class SignalTest extends CommandTest {
  /** Prints "up" when SIGQUIT is Goro's: the launcher's thread that takes it over has ended. */
  private static final String WAITS =
      """
      import dev.goro.*;
      import static dev.goro.Go.*;

      void main() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> IO.println("hook")));
        Chan<Integer> numbers = Chan.make();
        for (int i = 0; i < 3; i++) {
          go(() -> numbers.recv());
        }
        for (Thread t : Thread.getAllStackTraces().keySet()) {
          if (t.getName().equals("goro-sigquit")) {
            t.join();
          }
        }
        while (dump().split("chan receive", -1).length < 2) {
          gosched();
        }
        IO.println("up");
        sleep(java.time.Duration.ofMinutes(2));
      }
      """;

  @Test
  void quitPrintsTheGoroutinesAndTheProgramGoesOn() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere the JVM keeps SIGQUIT");
    Command.Running program = waiting();
    signal("QUIT", program);
    while (!program.errors().endsWith("in goroutine 1\n")) {
      assertTrue(program.process().isAlive(), program.errors());
      Thread.sleep(20);
    }
    assertDump(program.errors());
    Command.Result dump = goro("dump", pid(program)).run();
    assertDump(dump.cleanOutput());
    signal("TERM", program);
    Command.Result result = program.await();
    assertEquals(143, result.exitCode(), result::toString);
    assertEquals("up\nhook\n", result.out());
  }

  @Test
  void endsBySignalsAsTheJvmDoes() throws Exception {
    assumeFalse(ignoresHangUp(), "started by nohup, as its programs then are");
    Command.Running program = waiting();
    signal("HUP", program);
    Command.Result result = program.await();
    assertEquals(129, result.exitCode(), result::toString);
    assertEquals("up\nhook\n", result.out());
  }

  private static boolean ignoresHangUp() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 1) != 0);
  }

  @Test
  void dumpsAProgramThatHasGoroInIt() throws Exception {
    file(
        "Embeds.java",
        """
        import dev.goro.*;

        class Embeds {
          static void main() throws Exception {
            Chan<Integer> numbers = Chan.make();
            for (int i = 0; i < 3; i++) {
              Go.go(() -> numbers.recv());
            }
            System.out.println("up");
            Thread.sleep(120_000);
          }
        }
        """);
    Command.Running program =
        Command.of(folder, java(), "-cp", lib("goro-core.jar"), "Embeds.java").start();
    try {
      program.awaitLine("up");
      String dump = goro("dump", pid(program)).run().cleanOutput();
      assertTrue(dump.contains("[chan receive"), dump);
    } finally {
      program.process().destroyForcibly();
    }
  }

  @Test
  void saysWhyThereIsNoDump() throws Exception {
    assertFails("there is no process 99999999", "99999999");
    file(
        "Plain.java",
        "void main() throws Exception { IO.println(\"up\"); Thread.sleep(120_000); }");
    Command.Running plain = Command.of(folder, java(), "Plain.java").start();
    Command.Running sleeper = Command.of(folder, "sleep", "120").start();
    try {
      plain.awaitLine("up");
      assertFails("no Goro has been used", pid(plain));
      assertFails("is no JVM", pid(sleeper));
    } finally {
      plain.process().destroyForcibly();
      sleeper.process().destroyForcibly();
    }
    Command.Result result = goro("dump", "abc").run();
    assertEquals(2, result.exitCode(), result::toString);
  }

  private void assertFails(String part, String pid) {
    Command.Result result = goro("dump", pid).run();
    assertEquals(1, result.exitCode(), result::toString);
    assertTrue(result.err().contains(part), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
  }

  private static void assertDump(String dump) {
    assertTrue(dump.startsWith("goroutine 1 ["), dump);
    assertTrue(dump.contains("3 goroutines "), dump);
    assertTrue(dump.contains("[chan receive"), dump);
    assertTrue(dump.contains("created by Waits.main(Waits.java"), dump);
  }

  private Command.Running waiting() throws IOException, InterruptedException {
    file("Waits.java", WAITS);
    Command.Running program = goro("run", "Waits.java").start();
    program.awaitLine("up");
    return program;
  }

  private void signal(String name, Command.Running program) {
    Command.of(folder, "kill", "-" + name, pid(program)).run().cleanOutput();
  }

  private static String pid(Command.Running program) {
    return Long.toString(program.process().pid());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String lib(String jar) {
    return Command.distribution().resolve("lib").resolve(jar).toString();
  }
}
