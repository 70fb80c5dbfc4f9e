package dev.goro.behaviour.threads;

import static dev.goro.Go.go;
import static dev.goro.Go.lockOSThread;
import static dev.goro.Go.unlockOSThread;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.coroutine.Coroutine;
import dev.goro.coroutine.Generator;
import dev.goro.runtime.jdk.HeldMonitors;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a coroutine's body runs, and how the scheduler and its reports see that. */
@GoroTest(seconds = 60)
class CoroutineThreadsTest {
  private static void assertDumped(String pattern) {
    var compiled = Pattern.compile(pattern);
    Eventually.that(
        "the dump has " + pattern, () -> compiled.matcher(Go.dump().replace("\r", "")).find());
  }

  @Test
  void theJvmTellsWhichMonitorsAreHeld() {
    assertTrue(HeldMonitors.KNOWN, "bodies run on top of who resumes them");
    assertTrue(HeldMonitors.none(Thread.currentThread()));
    synchronized (new Object()) {
      assertFalse(HeldMonitors.none(Thread.currentThread()));
    }
    assertTrue(HeldMonitors.none(Thread.currentThread()));
  }

  @Test
  void theBodyRunsOnTheThreadOfWhoResumes() throws Exception {
    onMain(
        () -> {
          lockOSThread();
          var mine = Carrier.name();
          Generator<String> g =
              Generator.of(
                  self -> {
                    while (true) {
                      self.yield(Carrier.name());
                    }
                  });
          for (int i = 0; i < 100; i++) {
            assertEquals(mine, g.next());
            Go.gosched();
          }
          g.close();
          unlockOSThread();
        });
  }

  @Test
  void aBodyCannotLockItselfToAThread() throws Exception {
    onMain(
        () -> {
          Coroutine<Void, Void> c =
              Coroutine.of(
                  (self, first) -> {
                    lockOSThread();
                    return null;
                  });
          var thrown = assertThrows(IllegalStateException.class, () -> c.resume(null));
          assertTrue(thrown.getMessage().contains("lock the goroutine that resumes it"));
        });
  }

  @Test
  void onOneThread() throws Exception {
    onMain(
        () -> {
          Chan<Integer> values = Chan.make();
          go(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  values.send(i);
                }
                values.close();
              });
          var running = new AtomicInteger();
          var sums = new int[2];
          try (var loop = Go.onOneThread()) {
            for (int i = 0; i < 2; i++) {
              int n = i;
              loop.go(
                  () -> {
                    var thread = Carrier.name();
                    Generator<Integer> g =
                        Generator.of(
                            self -> {
                              for (int v : values) {
                                assertEquals(1, running.incrementAndGet());
                                assertEquals(thread, Carrier.name());
                                running.decrementAndGet();
                                self.yield(v);
                                if (v % 10 == 0) {
                                  Thread.yield();
                                }
                              }
                            });
                    for (int v : g) {
                      sums[n] += v;
                    }
                  });
            }
          }
          assertEquals(499_500, sums[0] + sums[1]);
        });
  }

  @Test
  void aCoroutineThatBeganOnOneThreadGoesOnElsewhere() throws Exception {
    onMain(
        () -> {
          Coroutine<Void, String> c =
              Coroutine.of(
                  (self, first) -> {
                    while (true) {
                      Go.gosched();
                      self.yield(Carrier.name());
                    }
                  });
          String there;
          try (var loop = Go.onOneThread()) {
            there = loop.call(() -> c.resume(null));
          }
          for (int i = 0; i < 10; i++) {
            assertNotEquals(there, c.resume(null));
          }
          synchronized (this) {
            assertNotEquals(there, c.resume(null));
          }
          c.close();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anEndlessLoopInABodyIsPreempted(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var stop = new AtomicBoolean();
          var rounds = new long[procs + 1];
          for (int i = 0; i < procs; i++) {
            int n = i;
            go(
                () -> {
                  Coroutine<Void, Void> c =
                      Coroutine.of(
                          (self, first) -> {
                            while (!stop.get()) {
                              rounds[n]++;
                            }
                            return null;
                          });
                  c.resume(null);
                });
          }
          Go.sleep(java.time.Duration.ofMillis(30));
          stop.set(true);
        });
  }

  private static void parksHere(Chan<Integer> never) {
    never.recv();
  }

  @Test
  void aDumpShowsTheBodyAndWhoWaitsForIt() throws Exception {
    onMain(
        () -> {
          Chan<Integer> never = Chan.make();
          go(
              "resumer",
              () -> {
                Coroutine<Void, Void> c =
                    Coroutine.of(
                        (self, first) -> {
                          parksHere(never);
                          return null;
                        });
                c.resume(null);
              });
          assertDumped(
              "goroutine \\d+ \\[chan receive\\]:\n(\tat .*\n)*\tat .*parksHere.*\n(\tat .*\n)*"
                  + "created by .*CoroutineThreadsTest.* in goroutine \\d+");
          assertDumped(
              "goroutine \\d+ \"resumer\" \\[coroutine\\]:\n(\tat .*\n)*\tat .*Coroutine.resume.*\n");
          never.close();
        });
  }

  @Test
  void aDumpShowsABodyThatRuns() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          var stop = new AtomicBoolean();
          go(
              "resumer",
              () -> {
                Go.sleep(java.time.Duration.ofMillis(1)); // it is in the list of all from now on
                Coroutine<Void, Void> c =
                    Coroutine.of(
                        (self, first) -> {
                          while (!stop.get()) {
                            Thread.onSpinWait();
                          }
                          return null;
                        });
                c.resume(null);
              });
          try {
            assertDumped("goroutine \\d+ \\[running\\]:\n(\tat .*\n)*\tat .*CoroutineThreadsTest");
            assertDumped("goroutine \\d+ \"resumer\" \\[coroutine\\]:\n");
          } finally {
            stop.set(true);
          }
        });
  }

  private static void computesHere(AtomicBoolean stop) {
    while (!stop.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aDumpShowsABodyThatRunsOnOneThread() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          var stop = new AtomicBoolean();
          try (var loop = Go.onOneThread()) {
            loop.go(
                "resumer",
                () -> {
                  Coroutine<Void, Void> c =
                      Coroutine.of(
                          (self, first) -> {
                            computesHere(stop);
                            return null;
                          });
                  c.resume(null);
                });
            try {
              assertDumped("goroutine \\d+ \\[running.*\\]:\n(\tat .*\n)*\tat .*computesHere");
              assertDumped("goroutine \\d+ \"resumer\" \\[coroutine, on one thread .*\\]:\n");
            } finally {
              stop.set(true);
            }
          }
        });
  }

  @Test
  void suspendedOnesAreNotCountedAndNotInADump() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var all = new ArrayList<Generator<Integer>>();
          for (int i = 0; i < 100; i++) {
            Generator<Integer> g =
                Generator.of(
                    self -> {
                      Go.gosched();
                      self.yield(1);
                    });
            g.next();
            all.add(g);
          }
          assertEquals(before, Go.numGoroutine());
          assertFalse(Go.dump().contains("Generator"), Go::dump);
          all.forEach(Generator::close);
          assertEquals(before, Go.numGoroutine());
        });
  }

  @Test
  void aYieldUnderANativeMethodIsRefused() throws Exception {
    onMain(
        () -> {
          Coroutine<Void, String> c =
              Coroutine.of(
                  (self, first) -> {
                    Yielding.self = self;
                    try {
                      return "it yielded" + YieldsInItsInitialiser.VALUE.length();
                    } catch (ExceptionInInitializerError e) {
                      return String.valueOf(e.getCause().getMessage());
                    }
                  });
          String told = c.resume(null);
          assertTrue(c.isDone());
          assertTrue(told.contains("yield with a native method or a class initialiser"), told);
        });
  }

  /** What the initialiser yields with. */
  private static final class Yielding {
    static Coroutine.Self<Void, String> self;
  }

  private static final class YieldsInItsInitialiser {
    static final StringBuilder VALUE = new StringBuilder();

    static {
      Yielding.self.yield("from the initialiser");
    }
  }
}
