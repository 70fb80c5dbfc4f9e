package dev.goro.behaviour.scheduler;

import static dev.goro.testing.Goroutines.atProcs;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.Go;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
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
    var result = Program.of(EmbeddedPrint.class).asPlainJava().env("GOMAXPROCS", "many").run();
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
   * Short pieces of work, each between two yields, with the time at which each began and ended: how
   * many overlap? One whose thread the OS stops for long loses its P to another, as it should, and
   * so does not count.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noMoreRunAtOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int goroutines = 12;
          int pieces = 300;
          var work = new long[goroutines * pieces][];
          var sink = new AtomicLong();
          var wg = new WaitGroup();
          for (int g = 0; g < goroutines; g++) {
            int from = g * pieces;
            wg.go(
                () -> {
                  for (int i = 0; i < pieces; i++) {
                    long start = System.nanoTime();
                    long x = i;
                    for (int n = 0; n < 20_000; n++) {
                      x = x * 31 + n;
                    }
                    sink.addAndGet(x);
                    work[from + i] = new long[] {start, System.nanoTime()};
                    Go.gosched();
                  }
                });
          }
          wg.await();
          var brief =
              Arrays.stream(work)
                  .filter(p -> p[1] - p[0] < 5_000_000)
                  .sorted(Comparator.comparingLong(p -> p[0]))
                  .toList();
          int beside = 0;
          var ends = new PriorityQueue<Long>();
          for (long[] piece : brief) {
            while (!ends.isEmpty() && ends.peek() <= piece[0]) {
              ends.poll();
            }
            ends.add(piece[1]);
            if (ends.size() > procs) {
              beside++;
            }
          }
          int tooMany = beside;
          assertTrue(
              tooMany * 20 < brief.size(),
              () -> tooMany + " of " + brief.size() + " ran beside more than " + procs);
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
    // There goroutines that yield may also keep one that was woken from ever having a turn.
    assumeTrue(VirtualThreads.AVAILABLE, "the JDK's scheduler has no GOMAXPROCS");
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
                      dev.goro.testing.Eventually.that("they go on", () -> turns.get() > now);
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
