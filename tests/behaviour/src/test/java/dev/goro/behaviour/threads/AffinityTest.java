package dev.goro.behaviour.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code GORO_AFFINITY} keeps each M to the CPU of its P, or is refused in a sentence. */
@EnabledOnOs(OS.LINUX)
class AffinityTest {
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** Prints the threads of the process and the CPUs that they are kept to. */
  static class Threads {
    static void main() throws Exception {
      for (int procs : new int[] {2, 3}) {
        Go.gomaxprocs(procs);
        var wg = new WaitGroup();
        for (int i = 0; i < 200; i++) {
          wg.go(
              () -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < 1_000_000) {
                  Thread.onSpinWait();
                }
                Go.gosched();
              });
        }
        wg.await();
      }
      var one = Go.onOneThread();
      one.run(() -> {});
      try (var tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          print(task);
        }
      }
    }

    private static void print(Path task) throws IOException {
      List<String> status;
      try {
        status = Files.readAllLines(task.resolve("status"));
      } catch (NoSuchFileException e) {
        return; // it has just ended
      }
      System.out.println(value(status, "Name:") + "=" + value(status, "Cpus_allowed_list:"));
    }
  }

  private static String value(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .orElseThrow()
        .substring(key.length())
        .strip();
  }

  private static String allowed() throws IOException {
    return value(Files.readAllLines(Path.of("/proc/self/status")), "Cpus_allowed_list:");
  }

  /** The CPUs of the Ms; all other threads must be free. */
  private static Set<String> cpusOfMs(Program.Result result) throws IOException {
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("", result.err());
    Set<String> cpus = new HashSet<>();
    for (String line : result.out().lines().toList()) {
      String[] pair = line.split("=");
      if (pair[0].startsWith("goro-M")) {
        cpus.add(pair[1]);
      } else {
        assertEquals(allowed(), pair[1], line);
      }
    }
    assertTrue(result.out().contains("goro-sysmon="), result::toString);
    assertTrue(result.out().contains("goro-onethread-"), result::toString);
    assertFalse(cpus.isEmpty(), result::toString);
    return cpus;
  }

  @Test
  void eachMIsOnOneCpu() throws IOException {
    var result = Program.of(Threads.class).jvm(NATIVE).env("GORO_AFFINITY", "on").run();
    for (String cpu : cpusOfMs(result)) {
      assertTrue(cpu.matches("\\d+"), result::toString);
    }
  }

  @Test
  void allAreOnTheCpusThatAreNamed() throws IOException {
    String first = allowed().split("[-,]")[0];
    var result = Program.of(Threads.class).jvm(NATIVE).env("GORO_AFFINITY", first).run();
    assertEquals(Set.of(first), cpusOfMs(result));
  }

  @Test
  void withoutItAllAreFree() throws IOException {
    assertEquals(Set.of(allowed()), cpusOfMs(Program.of(Threads.class).jvm(NATIVE).run()));
  }

  private static void assertRefused(Program program, String value, String sentence) {
    var result = program.env("GORO_AFFINITY", value).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(
        result.err().startsWith("goro: GORO_AFFINITY=" + value + " " + sentence), result::toString);
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    for (String bad : List.of("yes", "1-", "-1", "3-2", "0,,1", "99999999")) {
      assertRefused(
          Program.of(Threads.class).jvm(NATIVE), bad, "is neither on nor a list of CPUs:");
    }
    assertRefused(
        Program.of(Threads.class).jvm(NATIVE),
        "0-9999",
        "names a CPU that this process may not use: choose from " + allowed());
    assertRefused(
        Program.of(Threads.class),
        "on",
        "needs the JVM's flag --enable-native-access=ALL-UNNAMED:");
    assertRefused(
        Program.of(Threads.class).jvm(NATIVE, "-Dos.name=Mac OS X"), "on", "works on Linux only:");
  }

  static class Embedded {
    static void main() throws Exception {
      Go.run(() -> System.out.println("runs"));
    }
  }

  @Test
  void aLibrarySaysItOnceAndGoesOn() {
    var result = Program.of(Embedded.class).asPlainJava().env("GORO_AFFINITY", "on").run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("runs", result.out().strip());
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(result.err().contains("GORO_AFFINITY=on needs"), result::toString);
  }
}
