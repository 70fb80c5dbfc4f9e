package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Without {@code --add-opens} Goro runs on the JDK's scheduler and says so once. Channels, select,
 * sync and timers are tested there by a second run of their tests; here it is about whole programs.
 */
class JdkSchedulerTest {
  static class Tour {
    static void main() throws Exception {
      Chan<String> c = Chan.make();
      go("greeter", () -> c.send("hello"));
      System.out.println(c.recv());
      var wg = new WaitGroup();
      var mutex = new Mutex();
      int[] sum = new int[1];
      for (int i = 0; i < 1_000; i++) {
        int value = i;
        wg.go(
            () -> {
              mutex.lock();
              sum[0] += value;
              mutex.unlock();
              Go.gosched();
            });
      }
      wg.await();
      System.out.println(sum[0]);
      System.out.println(Select.select(Select.recv(c), Select.after(Duration.ofMillis(1))).index());
      Timer.after(Duration.ofMillis(1)).recv();
      try (var ticker = new Ticker(Duration.ofMillis(1))) {
        ticker.channel().recv();
        ticker.channel().recv();
      }
      System.out.println(Go.goid() + " " + Go.numGoroutine());
      System.out.println(Go.dump().contains("goroutine 1 ["));
    }
  }

  @Test
  void aProgramWorksAndItIsSaidOnce() {
    var result = Program.of(Tour.class).withoutGoroFlags().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(
        "hello / 499500 / 1 / 1 1 / true", String.join(" / ", result.out().lines().toList()));
    assertEquals(1, result.err().lines().count(), result::toString);
    assertTrue(
        result.err().contains("--add-opens java.base/java.lang=ALL-UNNAMED"), result::toString);
  }

  @Test
  void withTheFlagsNothingIsSaid() {
    var result = Program.of(Tour.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("", result.err());
  }

  static class Panics {
    static void main() {
      go(
          () -> {
            throw new IllegalStateException("x");
          });
      Chan.make().recv();
    }
  }

  @Test
  void aPanicEndsTheProgram() {
    var result = Program.of(Panics.class).withoutGoroFlags().run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().contains("panic: java.lang.IllegalStateException: x"), result::toString);
    assertTrue(result.err().contains("[running]:"), result::toString);
  }

  static class EndsWhileOthersRun {
    static void main() {
      go(() -> Chan.make().recv());
      go(() -> Thread.sleep(Duration.ofHours(1)));
      go(
          () -> {
            while (true) {
              Thread.onSpinWait();
            }
          });
      System.out.println("main ends");
    }
  }

  @Test
  void theProgramEndsWithItsMain() {
    var result = Program.of(EndsWhileOthersRun.class).withoutGoroFlags().run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("main ends", result.out().strip());
  }

  static class Pinned {
    static final Chan<Integer> VALUES = Chan.make();

    static final class Receives {
      static final int VALUE = VALUES.recv();
    }

    static void main() {
      Chan<Integer> result = Chan.make();
      go(() -> result.send(Receives.VALUE));
      go(() -> VALUES.send(4));
      System.out.println(result.recv());
    }
  }

  @Test
  void aPinnedGoroutineIsWoken() {
    var result = Program.of(Pinned.class).withoutGoroFlags().run();
    assertEquals("4", result.out().strip(), result::toString);
  }
}
