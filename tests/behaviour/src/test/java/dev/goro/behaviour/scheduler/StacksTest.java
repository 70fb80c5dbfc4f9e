package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import dev.goro.testing.Program;
import dev.goro.time.Timer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a goroutine and a timer cost, and how deep a goroutine may recurse. */
@GoroTest(seconds = 120)
class StacksTest {
  private static final int MILLION = 1_000_000;

  private static long used() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  static class Million {
    private static final AtomicInteger ENTERED = new AtomicInteger();

    static void main() {
      // The frames of code that is not compiled yet are larger: what parks in them is not measured.
      for (int i = 0; i < 10; i++) {
        park(MILLION / 50).close();
        Eventually.that("all have ended", Duration.ofSeconds(80), () -> Go.numGoroutine() == 1);
      }
      long before = used();
      Chan<Integer> c = park(MILLION);
      System.out.println("bytes=" + (used() - before) / MILLION);
      c.close();
      Eventually.that("all have ended", Duration.ofSeconds(80), () -> Go.numGoroutine() == 1);
      System.out.println("left=" + Math.max(0, used() - before) / MILLION);
    }

    private static Chan<Integer> park(int n) {
      Chan<Integer> c = Chan.make();
      ENTERED.set(0);
      for (int i = 0; i < n; i++) {
        go(
            () -> {
              ENTERED.incrementAndGet();
              c.recv();
            });
      }
      Eventually.that("all have come to their receive", () -> ENTERED.get() == n);
      return c;
    }
  }

  private static long figure(Program.Result result, String name) {
    return result
        .out()
        .lines()
        .filter(l -> l.startsWith(name + "="))
        .mapToLong(l -> Long.parseLong(l.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is missing: " + result));
  }

  @Test
  void aMillionParkedGoroutinesCostUnderAKilobyteEach() {
    var result = Program.of(Million.class).jvm("-Xmx3g").limit(Duration.ofSeconds(110)).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(figure(result, "bytes") < 1_000, result::toString);
    assertTrue(figure(result, "left") < 50, "they are garbage once they have ended: " + result);
  }

  static class Timers {
    static void main() {
      int threads = Thread.activeCount();
      long before = used();
      var timers = new ArrayList<Timer>(MILLION);
      for (int i = 0; i < MILLION; i++) {
        long seconds = 3_600 + i * 7_919L % 100_000;
        timers.add(Timer.afterFunc(Duration.ofSeconds(seconds), () -> {}));
      }
      // All are pending, and the scheduler goes on as ever.
      for (int i = 0; i < 10; i++) {
        Go.sleep(Duration.ofMillis(1));
      }
      System.out.println("threads=" + (Thread.activeCount() - threads));
      System.out.println("goroutines=" + Go.numGoroutine());
      long stopped = timers.stream().filter(Timer::stop).count();
      System.out.println("stopped=" + stopped);
      timers.clear();
      System.out.println("left=" + Math.max(0, used() - before) / MILLION);
    }
  }

  @Test
  void aMillionTimersNeedNoThreadsAndAreCheapToStop() {
    var result = Program.of(Timers.class).jvm("-Xmx2g").limit(Duration.ofSeconds(110)).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(figure(result, "threads") < 20, result::toString);
    assertEquals(1, figure(result, "goroutines"), result::toString);
    assertEquals(MILLION, figure(result, "stopped"), result::toString);
    assertTrue(figure(result, "left") < 20, "stopped timers are garbage: " + result);
  }

  private static int depth;

  private static int recurse(int n) {
    depth++;
    return n == 0 ? 0 : recurse(n - 1) + 1;
  }

  static class Deep {
    static void main() {
      Chan<Integer> c = Chan.make();
      go(() -> c.send(recurse(2_000_000)));
      System.out.println(c.recv());
    }
  }

  /** Two million frames are far beyond what a thread's usual stack holds. */
  @Test
  void aGoroutineMayRecurseDeeply() {
    var result = Program.of(Deep.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("2000000", result.out().strip());
  }

  static class Overflow {
    static void main() {
      go(
          "the deep one",
          () -> {
            try {
              recurse(Integer.MAX_VALUE);
            } finally {
              System.out.println("depth=" + depth);
            }
          });
      Chan.make().recv();
    }
  }

  @Test
  void anOverflowNamesTheGoroutineAndTheLimitIsSettable() {
    var small = Program.of(Overflow.class).env("GORO_MAXSTACK", "1M").run();
    var large = Program.of(Overflow.class).env("GORO_MAXSTACK", "64M").run();
    for (var result : new Program.Result[] {small, large}) {
      assertEquals(2, result.exitCode(), result::toString);
      assertTrue(result.err().contains("stack overflow"), result::toString);
      assertTrue(result.err().contains("\"the deep one\" [running]"), result::toString);
      assertTrue(result.err().contains("StacksTest.recurse"), result::toString);
      assertTrue(result.err().lines().count() < 300, "it is shortened");
    }
    long smallDepth = figure(small, "depth");
    long largeDepth = figure(large, "depth");
    assertTrue(largeDepth > smallDepth * 16, () -> "1M: " + smallDepth + ", 64M: " + largeDepth);
  }

  @Test
  void aBadLimitIsRefused() {
    var result = Program.of(Deep.class).env("GORO_MAXSTACK", "plenty").run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("GORO_MAXSTACK=plenty"), result::toString);
  }

  /**
   * An overflow that is caught harms nobody: not the goroutine, and not who runs on its thread
   * next.
   */
  static class Caught {
    static void main() {
      var wg = new WaitGroup();
      var caught = new AtomicInteger();
      for (int i = 0; i < 5; i++) {
        wg.go(
            () -> {
              try {
                recurse(Integer.MAX_VALUE);
              } catch (StackOverflowError e) {
                caught.incrementAndGet();
              }
              Go.gosched();
              recurse(100);
              Go.sleep(Duration.ofMillis(1));
            });
      }
      wg.await();
      System.out.println("caught " + caught);
    }
  }

  @Test
  void anOverflowCanBeCaught() {
    var result = Program.of(Caught.class).env("GORO_MAXSTACK", "2M").env("GOMAXPROCS", "2").run();
    assertEquals(new Program.Result(0, "caught 5" + System.lineSeparator(), ""), result);
  }

  private static int recurseThenWait(Chan<Integer> c, int n) {
    return n == 0 ? c.recv() : recurseThenWait(c, n - 1) + 1;
  }

  static class DeepWait {
    static void main() {
      Chan<Integer> c = Chan.make();
      Chan<Integer> results = Chan.make();
      for (int i = 0; i < 20; i++) {
        go(() -> results.send(recurseThenWait(c, 5_000)));
      }
      for (int i = 0; i < 20; i++) {
        c.send(0);
      }
      long sum = 0;
      for (int i = 0; i < 20; i++) {
        sum += results.recv();
      }
      System.out.println(sum);
    }
  }

  @Test
  void aDeepStackMayPark() {
    var result = Program.of(DeepWait.class).run();
    assertEquals("100000", result.out().strip(), result::toString);
  }

  static class GivenBack {
    static void main() throws Exception {
      Go.sleep(Duration.ofMillis(10));
      long before = resident();
      var wg = new WaitGroup();
      long[] then = new long[1];
      wg.go(
          () -> {
            recurse(4_000_000);
            then[0] = resident(); // in the same turn: after it the memory may go at once
          });
      wg.await();
      long most = then[0];
      System.out.println("taken=" + (most - before));
      Eventually.that(
          "it is given back", () -> giveTurns() && resident() - before < (most - before) / 4);
      System.out.println("given back");
    }

    /** Memory may be given back by the M itself, which must come round to it. */
    private static boolean giveTurns() {
      Go.gosched();
      return true;
    }

    private static long resident() {
      try {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith("VmRSS:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow();
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatADeepRecursionTookIsGivenBack() {
    var result = Program.of(GivenBack.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(figure(result, "taken") > 30_000, "it took as much as 30 MB: " + result);
  }
}
