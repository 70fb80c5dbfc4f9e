package dev.goro.behaviour.scheduler;

import static dev.goro.testing.Goroutines.atProcs;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many goroutines run at once: from the environment, while running, and what it means. */
class GomaxprocsTest {
  static class Print {
    static void main() {
      System.out.println(Go.gomaxprocs());
    }
  }

  @Test
  void itComesFromTheEnvironment() {
    for (String n : new String[] {"1", "3", "1024"}) {
      var result = Program.of(Print.class).env("GOMAXPROCS", n).run();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals(n, result.out().strip());
    }
  }

  @Test
  void itDefaultsToTheCpusGranted() {
    var result = Program.of(Print.class).jvm("-XX:ActiveProcessorCount=3").run();
    assertEquals("3", result.out().strip(), result::toString);
    result = Program.of(Print.class).env("GOMAXPROCS", "").run();
    assertEquals(
        Runtime.getRuntime().availableProcessors(),
        Integer.parseInt(result.out().strip()),
        result::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1025", "2.5"})
  void aBadValueInTheEnvironmentIsRefused(String value) {
    var result = Program.of(Print.class).env("GOMAXPROCS", value).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("GOMAXPROCS=" + value), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertEquals("", result.out());
  }

  @Test
  void aLibraryNamesABadValueOnceAndTakesTheDefault() {
    var result =
        Program.of(EmbeddedPrint.class).asPlainJava().env("GOMAXPROCS", "many").run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(
        Runtime.getRuntime().availableProcessors(), Integer.parseInt(result.out().strip()));
    assertEquals(1, result.err().split("GOMAXPROCS=many", -1).length - 1, result::toString);
  }

  static class EmbeddedPrint {
    static void main() throws Exception {
      Go.run(() -> System.out.println(Go.gomaxprocs()));
      Go.run(() -> Go.gosched());
    }
  }

  @Test
  void itCanBeSetWhileRunning() throws Exception {
    int before = Go.gomaxprocs();
    atProcs(
        5,
        () -> {
          assertEquals(5, Go.gomaxprocs());
          assertEquals(5, Go.gomaxprocs(7));
          assertEquals(7, Go.gomaxprocs(0));
          assertEquals(7, Go.gomaxprocs(-3));
          assertEquals(7, Go.gomaxprocs());
        });
    assertEquals(before, Go.gomaxprocs());
  }

  @Test
  void tooManyAreRefused() {
    int before = Go.gomaxprocs();
    var e = assertThrows(IllegalArgumentException.class, () -> Go.gomaxprocs(1_025));
    assertTrue(e.getMessage().contains("1024") || e.getMessage().contains("1,024"), e::getMessage);
    assertEquals(before, Go.gomaxprocs());
    assertEquals(before, Go.gomaxprocs(1_024));
    assertEquals(1_024, Go.gomaxprocs(before));
  }

  @Test
  void aGoroutineMayChangeItAndGoesOn() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          for (int n : new int[] {1, 8, 2, 1, 3}) {
            Go.gomaxprocs(n);
            var wg = new WaitGroup();
            var ran = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
              wg.go(
                  () -> {
                    Go.gosched();
                    ran.incrementAndGet();
                  });
            }
            wg.await();
            assertEquals(100, ran.get());
            assertEquals(n, Go.gomaxprocs());
          }
        });
  }

  /**
   * Counts how many are inside a short piece of work. One whose thread the OS stops for long loses its P to another, so
   * a few may see more at once: not more than one in ten.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noMoreRunAtOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var inside = new AtomicInteger();
          var tooMany = new AtomicInteger();
          var pieces = new AtomicInteger();
          var sink = new AtomicLong();
          var wg = new WaitGroup();
          for (int g = 0; g < 12; g++) {
            wg.go(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    int here = inside.incrementAndGet();
                    long x = here;
                    for (int n = 0; n < 20_000; n++) {
                      x = x * 31 + n;
                    }
                    sink.addAndGet(x);
                    here = Math.max(here, inside.getAndDecrement());
                    pieces.incrementAndGet();
                    if (here > procs) {
                      tooMany.incrementAndGet();
                    }
                    Go.gosched();
                  }
                });
          }
          wg.await();
          assertTrue(
              tooMany.get() * 10 < pieces.get(),
              () -> tooMany + " of " + pieces + " ran beside more than " + procs);
        });
  }

  /** Each waits for the others without a yield: only together do they get on. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void soManyDoRunAtOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var there = new AtomicInteger();
          var wg = new WaitGroup();
          for (int g = 0; g < procs; g++) {
            wg.go(
                () -> {
                  there.incrementAndGet();
                  while (there.get() < procs) {
                    Thread.onSpinWait();
                  }
                });
          }
          wg.await();
        });
  }

  @Test
  void onePIsEnoughForMany() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var wg = new WaitGroup();
          var ran = new AtomicInteger();
          for (int i = 0; i < 10_000; i++) {
            wg.go(ran::incrementAndGet);
          }
          wg.await();
          assertEquals(10_000, ran.get());
        });
  }

  @Test
  void aChangeFromAPlatformThreadReachesTheGoroutines() throws Exception {
    onMain(
        () -> {
          var stop = new java.util.concurrent.atomic.AtomicBoolean();
          var turns = new AtomicLong();
          var wg = new WaitGroup();
          for (int i = 0; i < 8; i++) {
            wg.go(
                () -> {
                  while (!stop.get()) {
                    turns.incrementAndGet();
                    Go.gosched();
                  }
                });
          }
          int before = Go.gomaxprocs();
          var changer =
              dev.goro.behaviour.Runner.start(
                  dev.goro.behaviour.Runner.Kind.PLATFORM_THREAD,
                  () -> {
                    for (int i = 0; i < 300; i++) {
                      Go.gomaxprocs(1 + i % 9);
                      long now = turns.get();
                      dev.goro.testing.Eventually.that(
                          "they go on", () -> turns.get() > now);
                    }
                    return null;
                  });
          changer.result();
          stop.set(true);
          wg.await();
          Go.gomaxprocs(before);
        });
  }
}
