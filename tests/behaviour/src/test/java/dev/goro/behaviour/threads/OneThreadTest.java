package dev.goro.behaviour.threads;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.OneThread;
import dev.goro.Select;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Program;
import dev.goro.time.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many goroutines take turns on one thread of their own. */
class OneThreadTest {
  private static final int MANY = 5_000;

  /** Not synchronised in any way. */
  private int count;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void thousandsShareDataWithoutALock(int procs) throws Exception {
    Set<String> carriers = new HashSet<>();
    onMainAtProcs(
        procs,
        () -> {
          try (var one = Go.onOneThread()) {
            for (int i = 0; i < MANY; i++) {
              one.go(
                  () -> {
                    for (int k = 0; k < 10; k++) {
                      int seen = count;
                      carriers.add(Carrier.name());
                      count = seen + 1;
                      Go.gosched();
                    }
                  });
            }
          }
        });
    assertEquals(MANY * 10, count);
    assertEquals(1, carriers.size(), carriers::toString);
    assertTrue(carriers.iterator().next().startsWith("goro-onethread-"), carriers::toString);
  }

  @Test
  void turnsComeInOrder() throws Exception {
    List<Integer> order = new ArrayList<>();
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            one.run(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    int number = i;
                    go(
                        () -> {
                          order.add(number);
                          Go.gosched();
                          order.add(1_000 + number);
                        });
                  }
                  assertEquals(List.of(), order, "a goroutine began within another one's turn");
                });
          }
        });
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i, order.get(i));
    }
  }

  @Test
  void commonGoroutinesRunBeside() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var fromCommon = new AtomicBoolean();
          var fromOne = new AtomicBoolean();
          try (var one = Go.onOneThread()) {
            one.go(
                () -> {
                  fromOne.set(true);
                  while (!fromCommon.get()) {
                    Thread.onSpinWait(); // has the thread, and no P
                  }
                });
            while (!fromOne.get()) {
              Thread.onSpinWait();
            }
            fromCommon.set(true);
          }
        });
  }

  @Test
  void everyWaitGivesTheTurnAway() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            one.run(
                () -> {
                  var wg = new WaitGroup();
                  Chan<Integer> unbuffered = Chan.make();
                  wg.go(() -> assertEquals(1, unbuffered.recv()));
                  wg.go(() -> unbuffered.send(1));
                  Chan<Integer> never = Chan.make();
                  Chan<Integer> soon = Chan.make();
                  wg.go(
                      () -> {
                        String got =
                            Select.select(
                                Select.recv(never, v -> "never"), Select.recv(soon, v -> "soon"));
                        assertEquals("soon", got);
                        got =
                            Select.select(
                                Select.recv(never, v -> "never"),
                                Select.after(Duration.ofMillis(1), () -> "time"));
                        assertEquals("time", got);
                      });
                  wg.go(() -> soon.send(2));
                  var mutex = new Mutex();
                  var lock = new ReentrantLock();
                  var monitor = new Object();
                  for (int i = 0; i < 3; i++) {
                    wg.go(
                        () -> {
                          mutex.lock();
                          Go.sleep(Duration.ofMillis(1));
                          mutex.unlock();
                          lock.lock();
                          Thread.sleep(1);
                          lock.unlock();
                          synchronized (monitor) {
                            monitor.wait(1);
                          }
                        });
                  }
                  var latch = new CountDownLatch(1);
                  wg.go(() -> latch.await());
                  wg.go(latch::countDown);
                  wg.go(OneThreadTest::echoByASocket);
                  wg.await();
                  assertTrue(one.isCurrent());
                });
          }
        });
  }

  private static void echoByASocket() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      go(
          () -> {
            try (var accepted = server.accept()) {
              accepted.getInputStream().transferTo(accepted.getOutputStream());
            }
          });
      try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
        client.getOutputStream().write(7);
        client.shutdownOutput();
        assertEquals(7, client.getInputStream().read());
      }
    }
  }

  @Test
  void channelsLeadInAndOut() throws Exception {
    onMain(
        () -> {
          Chan<Integer> in = Chan.make();
          Chan<Integer> out = Chan.make(3);
          var one = Go.onOneThread();
          one.go(
              () -> {
                for (int n : in) {
                  out.send(n * n);
                }
                out.close();
              });
          go(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  in.send(i);
                }
                in.close();
              });
          long sum = 0;
          for (int square : out) {
            sum += square;
          }
          assertEquals(332_833_500, sum);
          one.close();
        });
  }

  @Test
  void aCloseWakesManyInIt() throws Exception {
    onMain(
        () -> {
          Chan<Integer> gate = Chan.make();
          try (var one = Go.onOneThread()) {
            for (int i = 0; i < MANY; i++) {
              one.go(
                  () -> {
                    gate.recv();
                    count++;
                  });
            }
            go(gate::close);
          }
          assertEquals(MANY, count);
        });
  }

  @Test
  void aGoroutineMovesInAndBack() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread();
              var other = Go.onOneThread()) {
            long id = Go.goid();
            var thread = Thread.currentThread();
            var local = new ThreadLocal<String>();
            local.set("mine");
            String there =
                one.call(
                    () -> {
                      assertEquals(id, Go.goid());
                      assertSame(thread, Thread.currentThread());
                      assertEquals("mine", local.get());
                      assertTrue(one.isCurrent());
                      assertEquals("nested", one.call(() -> "nested"));
                      String name = Carrier.name();
                      other.run(
                          () -> {
                            assertTrue(other.isCurrent());
                            assertNotEquals(name, Carrier.name());
                          });
                      assertEquals(name, Carrier.name());
                      return name;
                    });
            assertTrue(there.startsWith("goro-onethread-"), there);
            assertFalse(one.isCurrent());
            assertTrue(Carrier.name().startsWith("goro-M"), Carrier.name());
            var thrown = new IOException("from inside");
            assertSame(
                thrown,
                assertThrows(
                    IOException.class,
                    () ->
                        one.run(
                            () -> {
                              throw thrown;
                            })));
            assertFalse(one.isCurrent());
          }
        });
  }

  @Test
  void manyVisitorsTakeTurns() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          try (var one = Go.onOneThread()) {
            var wg = new WaitGroup();
            for (int i = 0; i < 1_000; i++) {
              wg.go(
                  () -> {
                    for (int k = 0; k < 10; k++) {
                      one.run(() -> count++);
                    }
                  });
            }
            wg.await();
          }
          assertEquals(10_000, count);
        });
  }

  @Test
  void outsideTheOthersGoOn() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          var others = new AtomicBoolean();
          try (var one = Go.onOneThread()) {
            one.go(
                () -> {
                  String carrier = Carrier.name();
                  int result =
                      OneThread.outside(
                          () -> {
                            assertTrue(Carrier.name().startsWith("goro-M"), Carrier.name());
                            assertFalse(one.isCurrent());
                            while (!others.get()) {
                              Thread.onSpinWait();
                            }
                            return 42;
                          });
                  assertEquals(42, result);
                  assertEquals(carrier, Carrier.name());
                });
            one.go(() -> others.set(true));
          }
          OneThread.outside(() -> assertTrue(Carrier.name().startsWith("goro-M")));
        });
  }

  @Test
  void whatAGoroutineStartsStays() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            one.run(
                () -> {
                  Chan<Boolean> inside = Chan.make();
                  go(() -> inside.send(one.isCurrent()));
                  assertTrue(inside.recv());
                  Timer.afterFunc(Duration.ofMillis(1), () -> inside.send(one.isCurrent()));
                  assertTrue(inside.recv());
                  OneThread.outside(() -> go(() -> inside.send(one.isCurrent())));
                  assertFalse(inside.recv());
                  var carrier = new AtomicReference<String>();
                  Thread.ofVirtual().start(() -> carrier.set(Carrier.name())).join();
                  assertTrue(carrier.get().startsWith("goro-M"), carrier::get);
                });
          }
        });
  }

  static final AtomicReference<OneThread> FOR_INITIALISER = new AtomicReference<>();

  static final class Initialised {
    static final String RESULT;

    static {
      String result;
      try {
        result = FOR_INITIALISER.get().call(() -> "moved");
      } catch (Exception e) {
        result = e.toString();
      }
      RESULT = result;
    }
  }

  @Test
  void aGoroutineThatCannotLeaveIsToldSo() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            FOR_INITIALISER.set(one);
            assertTrue(
                Initialised.RESULT.contains("IllegalStateException: this goroutine cannot leave"),
                Initialised.RESULT);
            assertEquals("moved", one.call(() -> "moved"));
          }
        });
  }

  static final Chan<Integer> PINNING = Chan.make();

  static final class Pinned {
    static final int VALUE = PINNING.recv();
  }

  @Test
  void onePinnedHoldsUpTheOthersUntilItIsWokenFromOutside() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            one.go(() -> count = Pinned.VALUE);
            one.go(() -> count++);
            PINNING.send(8);
          }
          assertEquals(9, count);
        });
  }

  @Test
  void onlyAGoroutineMoves() {
    try (var one = Go.onOneThread()) {
      var e = assertThrows(IllegalStateException.class, () -> one.call(() -> 1));
      assertTrue(e.getMessage().contains("only a goroutine can move"), e::toString);
    }
  }

  @Test
  void closeWaitsForAllAndTakesNoMore() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var one = Go.onOneThread();
          Chan<Integer> gate = Chan.make();
          one.go(
              () -> {
                gate.recv();
                go(() -> count++); // one of its own may start others still
              });
          Chan<Boolean> closed = Chan.make();
          go(
              () -> {
                one.close();
                closed.send(true);
              });
          Eventually.that(
              "it takes no more",
              () -> {
                try {
                  one.go(() -> {});
                  return false;
                } catch (IllegalStateException e) {
                  assertTrue(e.getMessage().contains("is closed"), e::toString);
                  return true;
                }
              });
          assertThrows(IllegalStateException.class, () -> one.run(() -> {}));
          assertEquals(0, count);
          gate.send(1);
          assertTrue(closed.recv());
          assertEquals(1, count);
          one.close();
          Eventually.atMost("goroutines that are left", before, Go::numGoroutine);
          String thread = one.toString().replaceAll(".*\\[(.*)]", "$1");
          Eventually.that(
              "its thread has ended",
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(t -> t.getName().equals(thread)));
        });
  }

  @Test
  void closeFromInsideOrInterrupted() throws Exception {
    onMain(
        () -> {
          var one = Go.onOneThread();
          one.run(() -> assertThrows(IllegalStateException.class, one::close));
          Chan<Integer> gate = Chan.make();
          one.go(gate::recv);
          Thread.currentThread().interrupt();
          assertThrows(InterruptedOperationException.class, one::close);
          assertTrue(Thread.interrupted());
          gate.close();
          one.close();
        });
  }

  @Test
  void goexitAndInterruptsWorkInIt() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            one.go(
                () -> {
                  try {
                    throw Go.goexit();
                  } finally {
                    count++;
                  }
                });
            var waiting = new AtomicReference<Thread>();
            Chan<Integer> never = Chan.make();
            one.go(
                () -> {
                  waiting.set(Thread.currentThread());
                  assertThrows(InterruptedOperationException.class, never::recv);
                  count++;
                });
            Eventually.that("it waits", () -> Go.dump().contains("[chan receive, on one thread"));
            waiting.get().interrupt();
            var wg = new WaitGroup();
            wg.go(() -> one.run(() -> Go.goexit())); // a visitor leaves before it ends
            wg.await();
          }
          assertEquals(2, count);
        });
  }

  @Test
  void aDumpShowsWhatIsOnIt() throws Exception {
    onMain(
        () -> {
          var stop = new AtomicBoolean();
          Chan<Boolean> begun = Chan.make(1);
          try (var one = Go.onOneThread()) {
            one.go(
                "busy",
                () -> {
                  begun.send(true);
                  while (!stop.get()) {
                    Thread.onSpinWait();
                  }
                });
            begun.recv();
            one.go("next", () -> {});
            String dump = Go.dump();
            stop.set(true);
            assertTrue(
                dump.lines().anyMatch(l -> l.matches(".*\"busy\" \\[running, on one thread .*")),
                dump);
            assertTrue(
                dump.lines().anyMatch(l -> l.matches(".*\"next\" \\[runnable, on one thread .*")),
                dump);
          }
        });
  }

  /** All wait in it, and a main goroutine too. */
  static class Stuck {
    static void main() {
      var one = Go.onOneThread();
      Chan<Integer> never = Chan.make();
      for (int i = 0; i < 3; i++) {
        one.go(never::recv);
      }
      one.close();
    }
  }

  @Test
  void aDeadlockIsFound() {
    var result = Program.of(Stuck.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("all goroutines are asleep - deadlock!"), result::toString);
    assertTrue(result.err().contains("[chan receive, on one thread"), result::toString);
  }

  /** Only the one thread does anything, for longer than the detector looks. */
  static class Busy {
    static void main() throws Exception {
      try (var one = Go.onOneThread()) {
        one.run(() -> {});
        one.go(
            () -> {
              long begin = System.nanoTime();
              while (System.nanoTime() - begin < 1_500_000_000L) {
                Thread.onSpinWait();
              }
            });
      }
      System.out.println("done");
    }
  }

  @Test
  void aBusyThreadIsNoDeadlock() {
    var result = Program.of(Busy.class).run();
    assertEquals(new Program.Result(0, "done" + System.lineSeparator(), ""), result);
  }

  static class Panics {
    static void main() {
      try (var one = Go.onOneThread()) {
        one.go(
            "thrower",
            () -> {
              throw new IllegalStateException("in a turn");
            });
      }
    }
  }

  @Test
  void aPanicEndsTheProgram() {
    var result = Program.of(Panics.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("in a turn"), result::toString);
    assertTrue(result.err().contains("\"thrower\" [running]"), result::toString);
  }

  static class OnTheJdkScheduler {
    static void main() {
      try {
        Go.onOneThread();
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void theJdkSchedulerHasNone() {
    var result = Program.of(OnTheJdkScheduler.class).withoutGoroFlags().run();
    assertTrue(result.out().startsWith("onOneThread needs Goro's own scheduler"), result::toString);
    assertTrue(result.out().contains("--add-opens"), result::toString);
  }

  @Test
  void asyncStaysOnTheThreadAsGoDoes() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread()) {
            assertTrue(one.call(() -> Go.async(one::isCurrent)).get());
            assertFalse(
                one.call(() -> Go.async(() -> 1).thenApplyAsync(x -> one.isCurrent())).get());
          }
        });
  }

  @Test
  void theTasksOfAnExecutorAreCommonGoroutines() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread();
              var executor = Go.executor()) {
            assertFalse(one.call(() -> executor.submit(one::isCurrent)).get());
            one.run(
                () -> {
                  var current = new AtomicBoolean(true);
                  Thread thread = Go.threadFactory().newThread(() -> current.set(one.isCurrent()));
                  thread.start();
                  thread.join();
                  assertFalse(current.get());
                });
          }
        });
  }
}
