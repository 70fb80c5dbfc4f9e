package dev.goro.behaviour.coroutine;

import static dev.goro.Go.go;
import static dev.goro.Go.gosched;
import static dev.goro.Go.sleep;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.coroutine.Coroutine;
import dev.goro.coroutine.Generator;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that wait, are interrupted, hold locks, and are resumed by others in turn. */
@GoroTest(seconds = 120)
class BodiesWaitTest {
  private static final int MANY = 2_000;

  private static Generator<Integer> fromChannel(Chan<Integer> c) {
    return Generator.of(
        self -> {
          for (int v : c) {
            self.yield(v);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aBodyReceivesFromChannels(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < 20; i++) {
            wg.go(
                () -> {
                  Chan<Integer> c = Chan.make();
                  go(
                      () -> {
                        for (int j = 0; j < MANY; j++) {
                          c.send(j);
                        }
                        c.close();
                      });
                  int expected = 0;
                  for (int v : fromChannel(c)) {
                    assertEquals(expected++, v);
                  }
                  assertEquals(MANY, expected);
                });
          }
          wg.await();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aBodyWaitsInAllWays(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          var lock = new ReentrantLock();
          var monitor = new Object();
          var count = new int[3];
          var wg = new WaitGroup();
          for (int i = 0; i < 10; i++) {
            wg.go(
                () -> {
                  Generator<Integer> g =
                      Generator.of(
                          self -> {
                            for (int j = 0; j < 100; j++) {
                              mutex.lock();
                              count[0]++;
                              gosched();
                              mutex.unlock();
                              self.yield(j);
                              lock.lock();
                              try {
                                count[1]++;
                                Thread.yield();
                              } finally {
                                lock.unlock();
                              }
                              synchronized (monitor) {
                                count[2]++;
                              }
                              if (j % 50 == 0) {
                                sleep(ofMillis(1));
                                Thread.sleep(1);
                              }
                            }
                          });
                  assertEquals(4950, g.stream().mapToInt(j -> j).sum());
                });
          }
          wg.await();
          assertEquals(1000, count[0]);
          assertEquals(1000, count[1]);
          assertEquals(1000, count[2]);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aBodyWaitsOnAnyThread(Runner.Kind kind) {
    Runner.start(
            kind,
            () -> {
              Chan<Integer> c = Chan.make();
              go(
                  () -> {
                    for (int j = 0; j < 100; j++) {
                      c.send(j);
                    }
                    c.close();
                  });
              var queue = new SynchronousQueue<Integer>();
              go(
                  () -> {
                    for (int j = 0; j < 100; j++) {
                      queue.put(j);
                    }
                  });
              Generator<Integer> g =
                  Generator.of(
                      self -> {
                        for (int v : c) {
                          self.yield(v + queue.take());
                        }
                      });
              assertEquals(9900, g.stream().mapToInt(j -> j).sum());
              return null;
            })
        .result();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void itIsResumedByOneGoroutineAfterAnother(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          var lock = new ReentrantLock();
          var bodies = new java.util.HashSet<Thread>();
          try (Coroutine<Thread, Integer> c =
              Coroutine.of(
                  (self, first) -> {
                    int n = 0;
                    while (true) {
                      bodies.add(Thread.currentThread());
                      lock.lock();
                      n++;
                      lock.unlock();
                      if (n % 97 == 0) {
                        gosched();
                      }
                      self.yield(n);
                    }
                  })) {
            var wg = new WaitGroup();
            var sum = new int[1];
            for (int i = 0; i < 8; i++) {
              wg.go(
                  () -> {
                    for (int j = 0; j < MANY; j++) {
                      mutex.lock();
                      sum[0]++;
                      assertEquals(sum[0], c.resume(Thread.currentThread()));
                      mutex.unlock();
                    }
                  });
            }
            wg.await();
            assertEquals(8 * MANY, sum[0]);
            assertEquals(1, bodies.size());
          }
        });
  }

  @Test
  void itIsResumedByThreadsOfAllKinds() {
    Coroutine<Integer, Integer> c =
        Coroutine.of(
            (self, first) -> {
              int sum = first;
              while (true) {
                sum += self.yield(sum);
              }
            });
    int expected = 0;
    for (int i = 0; i < 200; i++) {
      for (var kind : Runner.Kind.values()) {
        int value = i;
        expected += value;
        assertEquals(expected, Runner.start(kind, () -> c.resume(value)).result());
      }
    }
    c.close();
  }

  @ParameterizedTest
  @EnumSource
  void whoResumesKeepsItsMonitors(Runner.Kind kind) {
    var monitor = new Object();
    Runner.start(
            kind,
            () -> {
              Coroutine<Void, Boolean> c =
                  Coroutine.of(
                      (self, first) -> {
                        while (true) {
                          self.yield(Thread.holdsLock(monitor));
                        }
                      });
              assertFalse(c.resume(null));
              synchronized (monitor) {
                for (int i = 0; i < 100; i++) {
                  assertFalse(c.resume(null));
                  assertTrue(Thread.holdsLock(monitor));
                }
                var other = new CountDownLatch(1);
                Thread.ofPlatform()
                    .start(
                        () -> {
                          synchronized (monitor) {
                            other.countDown();
                          }
                        });
                assertFalse(c.resume(null));
                assertFalse(other.await(5, java.util.concurrent.TimeUnit.MILLISECONDS));
              }
              assertFalse(Thread.holdsLock(monitor));
              synchronized (monitor) {
                c.close();
              }
              return null;
            })
        .result();
  }

  @ParameterizedTest
  @EnumSource
  void aBodyKeepsItsMonitorsAcrossAYield(Runner.Kind kind) throws Exception {
    var monitor = new Object();
    Coroutine<Void, Boolean> c =
        Coroutine.of(
            (self, first) -> {
              synchronized (monitor) {
                self.yield(Thread.holdsLock(monitor));
                self.yield(Thread.holdsLock(monitor));
              }
              return Thread.holdsLock(monitor);
            });
    assertTrue(Runner.start(kind, () -> c.resume(null)).result());
    assertFalse(Thread.holdsLock(monitor));
    var entered = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              synchronized (monitor) {
                entered.countDown();
              }
            });
    assertTrue(Runner.start(Runner.Kind.PLATFORM_THREAD, () -> c.resume(null)).result());
    assertEquals(1, entered.getCount());
    assertFalse(Runner.start(kind, () -> c.resume(null)).result());
    entered.await();
  }

  // ---- interrupts

  @ParameterizedTest
  @EnumSource
  void anInterruptOfWhoWaitsReachesTheBody(Runner.Kind kind) {
    Chan<Integer> never = Chan.make();
    Coroutine<Void, String> c =
        Coroutine.of(
            (self, first) -> {
              try {
                never.recv();
                return "received";
              } catch (InterruptedOperationException e) {
                assertTrue(Thread.currentThread().isInterrupted());
                return "interrupted";
              }
            });
    var runner = Runner.start(kind, () -> c.resume(null));
    runner.awaitParked();
    runner.interrupt();
    assertEquals("interrupted", runner.result());
    assertTrue(runner.interruptFlag());
  }

  @ParameterizedTest
  @EnumSource
  void theFlagGoesWithControl(Runner.Kind kind) {
    Runner.start(
            kind,
            () -> {
              Coroutine<Void, Boolean> c =
                  Coroutine.of(
                      (self, first) -> {
                        self.yield(Thread.interrupted());
                        Thread.currentThread().interrupt();
                        self.yield(true);
                        return Thread.currentThread().isInterrupted();
                      });
              Thread.currentThread().interrupt();
              assertTrue(c.resume(null));
              assertFalse(Thread.currentThread().isInterrupted());
              assertTrue(c.resume(null));
              assertTrue(Thread.interrupted());
              assertFalse(c.resume(null));
              return null;
            })
        .result();
  }

  @Test
  void whatLeavesAnInterruptedBodyLeavesResume() {
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              Thread.sleep(100_000);
              return null;
            });
    Thread.currentThread().interrupt();
    var thrown = assertThrows(dev.goro.coroutine.CoroutineException.class, () -> c.resume(null));
    assertSame(InterruptedException.class, thrown.getCause().getClass());
    assertFalse(Thread.interrupted());
  }
}
