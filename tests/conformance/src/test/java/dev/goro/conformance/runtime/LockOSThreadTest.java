package dev.goro.conformance.runtime;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Os;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * {@code lockOSThread} and the limit of threads. Go: {@code src/runtime/proc_test.go}, {@code
 * crash_test.go}, {@code testdata/testprog/lockosthread.go}, {@code testdata/testprogcgo/
 * lockosthread.go}.
 */
class LockOSThreadTest {
  private static Program program(Class<?> mainClass) {
    return Program.of(mainClass).jvm("--enable-native-access=ALL-UNNAMED");
  }

  @EachProcs
  void aLockedGoroutineThatYieldsLetsOthersRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> stop = Chan.make();
          Chan<Boolean> stopped = Chan.make();
          go(
              () -> {
                Go.lockOSThread();
                while (stop.tryRecv().isEmpty()) {
                  Go.gosched();
                }
                stopped.send(true);
              });
          Go.sleep(Duration.ofMillis(5));
          stop.send(true);
          assertTrue(stopped.recv());
        });
  }

  @EachProcs
  void aLockedGoroutineYieldsAndSleeps(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> done = Chan.make();
          go(
              () -> {
                Go.lockOSThread();
                for (int i = 0; i < 10; i++) {
                  Go.gosched();
                  Go.sleep(Duration.ofMillis(1));
                }
                done.send(true); // and ends locked
              });
          assertTrue(done.recv());
        });
  }

  @EachProcs
  void aLockedGoroutineSends(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> c = Chan.make();
          go(
              () -> {
                Go.lockOSThread();
                for (int i = 0; i < 10; i++) {
                  c.send(i);
                }
                Go.unlockOSThread();
              });
          for (int i = 0; i < 10; i++) {
            assertEquals(i, c.recv());
          }
        });
  }

  /** How often it is locked shows at its end: the thread ends with it, or serves others. */
  @EnabledOnOs(OS.LINUX)
  @EachProcs
  void locksNest(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int once = threadOf(2, 1);
          Eventually.that("the thread ends", () -> !Os.lives(once));
          int never = threadOf(2, 2);
          int next = threadOf(1, 0);
          Eventually.that("the thread ends", () -> !Os.lives(next));
          assertTrue(next == never || Os.lives(never));
        });
  }

  private static int threadOf(int locks, int unlocks) {
    var tid = new AtomicInteger();
    var wg = new WaitGroup();
    wg.go(
        () -> {
          for (int i = 0; i < locks; i++) {
            Go.lockOSThread();
          }
          tid.set(Os.gettid());
          for (int i = 0; i < unlocks; i++) {
            Go.unlockOSThread();
          }
        });
    wg.await();
    return tid.get();
  }

  /** Main is locked as well, so the other one needs a thread of its own. */
  @EnabledOnOs(OS.LINUX)
  @EachProcs
  void aThreadEndsWithItsGoroutineAndServesNoOther(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Go.lockOSThread();
          Chan<Integer> ready = Chan.make(1);
          go(
              () -> {
                Go.lockOSThread();
                ready.send(Os.gettid());
              });
          int ended = ready.recv();
          assertNotEquals(ended, Os.gettid());
          Go.unlockOSThread();
          Eventually.that(
              "the thread ends",
              () -> {
                Go.sleep(Duration.ofMillis(1));
                assertTrue(Os.gettid() != ended || !Os.lives(ended));
                return !Os.lives(ended);
              });
        });
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void theThreadThatRanMainMayEnd() {
    var result = program(EndsTheThreadOfMain.class).env("GOMAXPROCS", "1").run();
    assertEquals(new Program.Result(0, "OK\n", ""), result);
  }

  static final class EndsTheThreadOfMain {
    static void main() {
      while (true) {
        int first = Os.gettid();
        Chan<Integer> ready = Chan.make(1);
        go(
            () -> {
              Go.lockOSThread(); // on one P that is main's thread, unless the P was taken from it
              ready.send(Os.gettid());
            });
        int locked = ready.recv();
        Go.sleep(Duration.ofMillis(1));
        if (locked == first) {
          System.out.println(Os.gettid() != first ? "OK" : "main is on a thread that was locked");
          return;
        }
      }
    }
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void whatIsSetOnALockedThreadComesToNoOther() {
    var result = program(TaintsAThread.class).env("GOMAXPROCS", "1").run();
    assertEquals(new Program.Result(0, "OK\n", ""), result);
  }

  static final class TaintsAThread {
    static void main() {
      Go.lockOSThread();
      int clean = Os.niceness();
      Chan<Boolean> ready = Chan.make(1);
      go(
          () -> {
            Go.lockOSThread();
            Os.beNicer(clean + 3);
            go(() -> {}); // needs a thread while this one has the P
            Go.gosched();
            ready.send(true);
          });
      ready.recv();
      for (int i = 0; i < 10; i++) {
        Chan<Integer> seen = Chan.make();
        go(
            () -> {
              Go.lockOSThread();
              seen.send(Os.niceness());
            });
        int niceness = seen.recv();
        if (niceness != clean) {
          throw new IllegalStateException("a new thread has " + niceness + ", not " + clean);
        }
      }
      Go.unlockOSThread();
      System.out.println("OK");
    }
  }

  @Test
  void goroutinesLockWhileTheWorldIsStopped() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          var over = new AtomicBoolean();
          var collector = new WaitGroup();
          collector.go(
              () -> {
                while (!over.get()) {
                  System.gc();
                }
              });
          for (int round = 0; round < 5; round++) {
            var begin = new AtomicInteger();
            var both = new WaitGroup();
            for (int i = 0; i < 2; i++) {
              both.go(
                  () -> {
                    begin.incrementAndGet();
                    while (begin.get() < 2) {
                      Thread.onSpinWait();
                    }
                    go(() -> {});
                    Go.lockOSThread();
                    Go.gosched();
                  });
            }
            both.await();
          }
          over.set(true);
          collector.await();
        });
  }

  @Test
  void threadsEndWhileTheWorldIsStopped() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          var over = new AtomicBoolean();
          var busy = new WaitGroup();
          for (int i = 0; i < 2; i++) {
            busy.go(
                () -> {
                  while (!over.get()) {
                    Thread.onSpinWait();
                  }
                });
          }
          for (int i = 0; i < 30; i++) {
            go(Go::lockOSThread);
            System.gc();
            Go.gomaxprocs(3 + i % 2);
          }
          over.set(true);
          busy.await();
        });
  }

  private static void deadlocks(Class<?> mainClass) {
    var result = program(mainClass).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().startsWith("fatal error: all goroutines are asleep - deadlock!\n"),
        result::toString);
  }

  @Test
  void aLockedMainThatWaitsForEverIsADeadlock() {
    deadlocks(LockedMain.class);
  }

  static final class LockedMain {
    static void main() {
      Go.lockOSThread();
      dev.goro.Select.select();
    }
  }

  @Test
  void aLockedGoroutineThatWaitsForEverIsADeadlock() {
    deadlocks(LockedOther.class);
  }

  static final class LockedOther {
    static void main() {
      go(
          () -> {
            Go.lockOSThread();
            dev.goro.Select.select();
          });
      Go.sleep(Duration.ofMillis(1));
      dev.goro.Select.select();
    }
  }

  @Test
  void moreThreadsThanTheLimitEndTheProgram() {
    var result = program(Exhausts.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result
            .err()
            .startsWith("goro: program exceeds 10-thread limit\nfatal error: thread exhaustion\n"),
        result::toString);
  }

  static final class Exhausts {
    static void main() {
      Go.setMaxThreads(10);
      Chan<Integer> c = Chan.make();
      for (int i = 0; i < 100; i++) {
        go(
            () -> {
              Go.lockOSThread();
              c.send(0);
              dev.goro.Select.select();
            });
        c.recv();
      }
    }
  }
}
