package dev.goro.behaviour.time;

import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.Go;
import dev.goro.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The OS wakes the Ms, and no other thread of the program's, at the time that they ask for. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PunctualityTest {
  private static final Path SLACK_OF_MAIN = Path.of("/proc/self/timerslack_ns");

  /** Sleeps until an M that keeps the timers is woken without delay. */
  static class Sleeper {
    static void main() throws Exception {
      String before = slack(SLACK_OF_MAIN);
      Go.run(
          () -> {
            while (!someMIsPunctual()) {
              Go.sleep(ofMillis(1));
            }
          });
      System.out.println(slack(SLACK_OF_MAIN).equals(before) ? "only Ms" : "others too");
    }

    private static boolean someMIsPunctual() throws IOException {
      try (var tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          if (isPunctualM(task)) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean isPunctualM(Path task) throws IOException {
      try {
        return Files.readString(task.resolve("comm")).startsWith("goro-M")
            && slack(Path.of("/proc", task.getFileName().toString(), "timerslack_ns")).equals("1");
      } catch (NoSuchFileException e) {
        return false; // it has just ended
      }
    }

    private static String slack(Path file) throws IOException {
      return Files.readString(file).strip();
    }
  }

  @Test
  void whoKeepsTheTimersIsWokenWithoutDelay() {
    assumeTrue(Files.isWritable(SLACK_OF_MAIN), "this kernel has no timerslack_ns");
    var result = Program.of(Sleeper.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("only Ms", result.out().strip(), result::toString);
  }
}
