package dev.goro.behaviour.threads;

import static dev.goro.Go.go;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.behaviour.Runner;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Os;
import dev.goro.testing.Program;
import dev.goro.testing.SocketPair;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code lockOSThread}: the goroutine runs on one OS thread and nobody else does, whatever it waits
 * for; locks are counted; the thread ends with a goroutine that ends locked.
 */
@EnabledOnOs(OS.LINUX)
class LockOSThreadTest {
  private static final Duration MOMENT = Duration.ofNanos(50_000);

  /** Locks the goroutine for a task, and checks that the thread was the same all the time. */
  private static void locked(Task body) throws Exception {
    Go.lockOSThread();
    try {
      int tid = Os.gettid();
      body.run();
      assertEquals(tid, Os.gettid());
    } finally {
      Go.unlockOSThread();
    }
  }

  /** A task that is done again and again on the same thread. */
  private static void staysThrough(int times, Task wait) throws Exception {
    locked(
        () -> {
          int tid = Os.gettid();
          for (int i = 0; i < times; i++) {
            wait.run();
            assertEquals(tid, Os.gettid());
          }
        });
  }

  /** Keeps all Ps at work beside a test: goroutines that park and yield all the time. */
  private static void amongOthers(Task body) throws Exception {
    var over = new AtomicBoolean();
    var others = new WaitGroup();
    Chan<Integer> c = Chan.make();
    for (int i = 0; i < 3; i++) {
      others.go(
          () -> {
            while (!over.get()) {
              Go.gosched();
            }
          });
    }
    others.go(
        () -> {
          while (!over.get()) {
            c.send(1);
          }
          c.close();
        });
    others.go(() -> c.forEach(v -> {}));
    try {
      body.run();
    } finally {
      over.set(true);
      others.await();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void itStaysOnItsThreadThroughEveryKindOfWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            amongOthers(
                () -> {
                  staysThrough(200, Go::gosched);
                  staysThrough(20, () -> Go.sleep(MOMENT));
                  staysThrough(20, () -> Thread.sleep(0, 50_000));
                  staysThrough(20, () -> Os.usleep(50));
                  channels();
                  selects();
                  locks();
                  sockets();
                  staysThrough(
                      5,
                      () -> {
                        var wg = new WaitGroup();
                        wg.go(Go::gosched);
                        wg.await();
                      });
                }));
  }

  private static void channels() throws Exception {
    Chan<Integer> ping = Chan.make();
    Chan<Integer> pong = Chan.make();
    go(
        () -> {
          ping.forEach(pong::send);
          pong.close();
        });
    staysThrough(
        200,
        () -> {
          ping.send(7);
          assertEquals(7, pong.recv());
        });
    ping.close();
    assertNull(pong.recv());
  }

  private static void selects() throws Exception {
    Chan<Integer> in = Chan.make();
    Chan<Integer> out = Chan.make();
    go(() -> in.forEach(out::send));
    staysThrough(
        100,
        () -> {
          select(send(in, 1));
          select(recv(out));
          select(recv(out), otherwise());
        });
    in.close();
  }

  private static void locks() throws Exception {
    var mutex = new Mutex();
    var lock = new ReentrantLock();
    var monitor = new Object();
    var over = new AtomicBoolean();
    var other = new WaitGroup();
    other.go(
        () -> {
          while (!over.get()) {
            mutex.lock();
            Go.gosched();
            mutex.unlock();
            lock.lock();
            Go.gosched();
            lock.unlock();
            synchronized (monitor) {
              Go.gosched();
            }
          }
        });
    staysThrough(
        50,
        () -> {
          mutex.lock();
          mutex.unlock();
          lock.lock();
          lock.unlock();
          synchronized (monitor) {
            Go.gosched();
          }
        });
    over.set(true);
    other.await();
  }

  private static void sockets() throws Exception {
    try (var pair = SocketPair.connect()) {
      var echo = new WaitGroup();
      echo.go(
          () -> {
            var in = pair.other().getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
              pair.other().getOutputStream().write(b);
            }
          });
      staysThrough(
          30,
          () -> {
            pair.one().getOutputStream().write(5);
            assertEquals(5, pair.one().getInputStream().read());
          });
      pair.one().shutdownOutput();
      echo.await();
    }
  }

  /**
   * Locked goroutines write down which thread is theirs; everybody else looks, each time that it
   * comes back from a wait, whether it is on one of those.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void nobodyElseRunsOnItsThread(int procs) throws Exception {
    int pairs = 8;
    int rounds = 150;
    onMainAtProcs(
        procs,
        () -> {
          Map<Integer, Long> owners = new ConcurrentHashMap<>();
          var trespasses = new AtomicInteger();
          var mutex = new Mutex();
          var all = new WaitGroup();
          for (int i = 0; i < pairs; i++) {
            Chan<Integer> ping = Chan.make(i % 2);
            Chan<Integer> pong = Chan.make(i % 3);
            long me = i;
            all.go(
                () -> {
                  Go.lockOSThread();
                  assertNull(
                      owners.put(Os.gettid(), me), "two goroutines are locked to one thread");
                  for (int n = 0; n < rounds; n++) {
                    ping.send(n);
                    checkIsMine(owners, me);
                    assertEquals(n, pong.recv());
                    checkIsMine(owners, me);
                    mutex.lock();
                    Go.gosched();
                    mutex.unlock();
                    checkIsMine(owners, me);
                    if (n % 16 == 0) {
                      Go.sleep(MOMENT);
                      checkIsMine(owners, me);
                    }
                  }
                  ping.close();
                  owners.remove(Os.gettid());
                  Go.unlockOSThread();
                });
            all.go(
                () -> {
                  for (int n : ping) {
                    look(owners, trespasses);
                    if (n % 3 == 0) {
                      select(send(pong, n));
                    } else {
                      pong.send(n);
                    }
                    look(owners, trespasses);
                    mutex.lock();
                    mutex.unlock();
                    look(owners, trespasses);
                    if (n % 32 == 0) {
                      Go.sleep(MOMENT);
                      look(owners, trespasses);
                    }
                  }
                });
          }
          all.await();
          assertEquals(0, trespasses.get());
          assertEquals(Map.of(), owners);
        });
  }

  private static void checkIsMine(Map<Integer, Long> owners, long me) {
    assertEquals(me, owners.get(Os.gettid()));
  }

  // No wait stands between the two: the goroutine cannot leave its thread there, nor another come.
  private static void look(Map<Integer, Long> owners, AtomicInteger trespasses) {
    if (owners.containsKey(Os.gettid())) {
      trespasses.incrementAndGet();
    }
  }

  /** Many threads' worth of locked goroutines hand a token round. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aRingOfLockedGoroutinesPassesAToken(int procs) throws Exception {
    int size = 30;
    int laps = 20;
    onMainAtProcs(
        procs,
        () -> {
          Set<Integer> threads = ConcurrentHashMap.newKeySet();
          var all = new WaitGroup();
          Chan<Integer> first = Chan.make(1);
          Chan<Integer> from = first;
          for (int i = 0; i < size; i++) {
            Chan<Integer> in = from;
            Chan<Integer> out = i == size - 1 ? first : Chan.make();
            all.go(
                () ->
                    locked(
                        () -> {
                          threads.add(Os.gettid());
                          for (int lap = 0; lap < laps; lap++) {
                            out.send(in.recv() + 1);
                          }
                        }));
            from = out;
          }
          first.send(0);
          all.await();
          assertEquals(size * laps, first.recv());
          assertEquals(size, threads.size());
        });
  }

  /** Runs a goroutine to its end; returns the number of the thread on which it was locked. */
  private static int runLocked(Task afterLock) {
    var tid = new AtomicInteger();
    var wg = new WaitGroup();
    wg.go(
        () -> {
          Go.lockOSThread();
          tid.set(Os.gettid());
          afterLock.run();
        });
    wg.await();
    return tid.get();
  }

  private static void awaitEnd(int tid) {
    Eventually.that("thread " + tid + " ends", () -> !Os.lives(tid));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void theThreadEndsWithAGoroutineThatEndsLocked(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          awaitEnd(runLocked(() -> {}));
          awaitEnd(runLocked(Go::gosched));
          awaitEnd(runLocked(() -> Go.sleep(MOMENT)));
          awaitEnd(runLocked(Go::goexit));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void locksAreCounted(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int twiceAndOnce =
              runLocked(
                  () -> {
                    Go.lockOSThread();
                    Go.unlockOSThread();
                  });
          awaitEnd(twiceAndOnce);
          int twiceAndTwice =
              runLocked(
                  () -> {
                    Go.lockOSThread();
                    Go.unlockOSThread();
                    Go.unlockOSThread();
                  });
          // It serves others: perhaps the very next one, with which it ends.
          int next = runLocked(() -> {});
          awaitEnd(next);
          assertTrue(next == twiceAndTwice || Os.lives(twiceAndTwice));
          int tooMany =
              runLocked(
                  () -> {
                    Go.unlockOSThread();
                    Go.unlockOSThread();
                    Go.lockOSThread();
                  });
          awaitEnd(tooMany);
        });
  }

  @Test
  void unlockWithoutALockDoesNothing() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          Go.unlockOSThread();
          Go.gosched();
          var wg = new WaitGroup();
          wg.go(Go::unlockOSThread);
          wg.await();
        });
  }

  @Test
  void aThreadThatWasUnlockedServesOthersAgain() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          int tid = runLocked(Go::unlockOSThread);
          Eventually.that(
              "somebody runs on thread " + tid,
              () -> {
                var seen = new AtomicInteger();
                together(() -> seen.set(Os.gettid()));
                return seen.get() == tid;
              });
        });
  }

  @Test
  void aPanicEndsTheThreadToo() throws Exception {
    var tid = new AtomicInteger();
    var reported = new AtomicInteger();
    Go.onPanic(p -> reported.incrementAndGet());
    go(
        () -> {
          Go.lockOSThread();
          tid.set(Os.gettid());
          throw new IllegalStateException("on its own thread");
        });
    Eventually.equal("panics reported", 1, reported::get);
    awaitEnd(tid.get());
  }

  /** What it starts is not locked, and runs elsewhere. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whatALockedGoroutineStartsRunsElsewhere(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            locked(
                () -> {
                  int mine = Os.gettid();
                  for (int round = 0; round < 20; round++) {
                    Set<Integer> theirs = ConcurrentHashMap.newKeySet();
                    var wg = new WaitGroup();
                    for (int i = 0; i < 10; i++) {
                      wg.go(
                          () -> {
                            theirs.add(Os.gettid());
                            Go.gosched();
                            theirs.add(Os.gettid());
                          });
                    }
                    wg.await();
                    assertFalse(theirs.contains(mine));
                  }
                }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void guestsOfALockedGoroutineRunElsewhere(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            locked(
                () -> {
                  int mine = Os.gettid();
                  try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < 20; i++) {
                      int theirs =
                          executor
                              .submit(
                                  () -> {
                                    Thread.yield();
                                    return Os.gettid();
                                  })
                              .get();
                      assertNotEquals(mine, theirs);
                    }
                    var refused = executor.submit(Go::lockOSThread);
                    var thrown =
                        assertThrows(
                            java.util.concurrent.ExecutionException.class, () -> refused.get());
                    assertTrue(thrown.getCause() instanceof IllegalStateException);
                  }
                }));
  }

  /** Nobody else has anything to do but at a time of its own: that time comes all the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneThatOnlyYieldsHoldsUpNoTimer(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var wg = new WaitGroup();
          wg.go(() -> locked(() -> yieldUntil(over)));
          for (int i = 0; i < 10; i++) {
            Go.sleep(MOMENT);
            Thread.sleep(0, 50_000);
          }
          over.set(true);
          wg.await();
        });
  }

  /** The same for what waits for a socket. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneThatOnlyYieldsHoldsUpNoSocket(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var wg = new WaitGroup();
          wg.go(() -> locked(() -> yieldUntil(over)));
          sockets();
          over.set(true);
          wg.await();
        });
  }

  private static void yieldUntil(AtomicBoolean over) {
    while (!over.get()) {
      Go.gosched();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneThatComputesHoldsUpNobody(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var wg = new WaitGroup();
          for (int i = 0; i <= procs; i++) {
            wg.go(
                () ->
                    locked(
                        () -> {
                          int tid = Os.gettid();
                          while (!over.get()) {
                            Thread.onSpinWait();
                          }
                          Go.gosched();
                          assertEquals(tid, Os.gettid());
                        }));
          }
          for (int i = 0; i < 5; i++) {
            Go.sleep(MOMENT);
            together(Go::gosched);
          }
          over.set(true);
          wg.await();
        });
  }

  @Test
  void oneThatBlocksInANativeCallHoldsUpNobody() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          try (var pipe = new Os.Pipe()) {
            var wg = new WaitGroup();
            for (int i = 0; i < 5; i++) {
              wg.go(() -> staysThrough(3, pipe::awaitByRead));
            }
            for (int i = 0; i < 15; i++) {
              together(Go::gosched, () -> Go.sleep(MOMENT));
              pipe.write(1);
            }
            wg.await();
          }
        });
  }

  @Test
  void gomaxprocsMayChangeMeanwhile() throws Exception {
    onMainAtProcs(
        4,
        () -> {
          var over = new AtomicBoolean();
          var wg = new WaitGroup();
          Chan<Integer> c = Chan.make();
          for (int i = 0; i < 6; i++) {
            wg.go(
                () ->
                    staysThrough(
                        300,
                        () -> {
                          c.send(1);
                          Go.gosched();
                        }));
          }
          go(
              () -> {
                wg.await();
                over.set(true);
                c.close();
              });
          int sum = 0;
          int procs = 0;
          for (int v : c) {
            sum += v;
            if (sum % 10 == 0) {
              Go.gomaxprocs(1 + procs++ % 7);
            }
          }
          assertEquals(6 * 300, sum);
          assertTrue(over.get());
        });
  }

  /** A value of the OS's that belongs to a thread, as the current context of OpenGL does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void nativeStateOfTheThreadSurvives(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            amongOthers(
                () -> {
                  var current = new Os.PerThread();
                  var contexts = new AtomicLong();
                  var strangers = new AtomicInteger();
                  var all = new WaitGroup();
                  Chan<Integer> c = Chan.make();
                  for (int i = 0; i < 5; i++) {
                    all.go(
                        () ->
                            locked(
                                () -> {
                                  long context = contexts.incrementAndGet();
                                  assertEquals(0, current.get());
                                  current.set(context);
                                  for (int n = 0; n < 50; n++) {
                                    c.send(n);
                                    assertEquals(context, current.get());
                                    Go.sleep(MOMENT);
                                    assertEquals(context, current.get());
                                  }
                                  current.set(0);
                                }));
                    all.go(
                        () -> {
                          for (int n = 0; n < 50; n++) {
                            c.recv();
                            if (current.get() != 0) {
                              strangers.incrementAndGet();
                            }
                          }
                        });
                  }
                  all.await();
                  assertEquals(0, strangers.get());
                }));
  }

  /** As many threads as goroutines are needed, and no more; those that ended are gone. */
  @Test
  void manyAreBornAndEndLocked() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          Set<Integer> threads = new HashSet<>();
          for (int i = 0; i < 100; i++) {
            threads.add(runLocked(Go::gosched));
          }
          for (int tid : threads) {
            awaitEnd(tid);
          }
        });
  }

  @Test
  void anotherThreadThanAGoroutineIsToldWhatIsWrong() {
    for (var kind : new Runner.Kind[] {Runner.Kind.PLATFORM_THREAD, Runner.Kind.VIRTUAL_THREAD}) {
      for (Runnable call : new Runnable[] {Go::lockOSThread, Go::unlockOSThread}) {
        var failure =
            Runner.start(
                    kind,
                    () -> {
                      call.run();
                      return 0;
                    })
                .failure(IllegalStateException.class);
        assertTrue(
            failure.getMessage().contains("OSThread called on the thread"), failure::toString);
        assertTrue(failure.getMessage().contains("not a goroutine"), failure::toString);
      }
    }
  }

  static final class OnTheJdkScheduler {
    static void main() {
      for (Runnable call : new Runnable[] {Go::lockOSThread, Go::unlockOSThread}) {
        Chan<String> said = Chan.make();
        go(
            () -> {
              try {
                call.run();
                said.send("nothing");
              } catch (UnsupportedOperationException e) {
                said.send(e.getMessage());
              }
            });
        System.out.println(said.recv());
      }
    }
  }

  @Test
  void theJdkSchedulerCannotAndSaysSo() {
    var result = Program.of(OnTheJdkScheduler.class).withoutGoroFlags().asPlainJava().run();
    assertEquals(
        "lockOSThread needs Goro's own scheduler: start the JVM with --add-opens"
            + " java.base/java.lang=ALL-UNNAMED\n"
            + "unlockOSThread needs Goro's own scheduler: start the JVM with --add-opens"
            + " java.base/java.lang=ALL-UNNAMED\n",
        result.out(),
        result::toString);
  }

  static final class Deadlocks {
    static void main(String[] args) {
      switch (args[0]) {
        case "main" -> Go.lockOSThread();
        case "another" ->
            go(
                () -> {
                  Go.lockOSThread();
                  Chan.make().recv();
                });
        case "one that had a turn" -> {
          Chan<Integer> c = Chan.make();
          go(
              () -> {
                Go.lockOSThread();
                c.send(1);
                Go.gosched();
                Chan.make().recv();
              });
          c.recv();
        }
        case "one in a lock of the JDK" -> {
          var lock = new ReentrantLock();
          lock.lock();
          go(
              () -> {
                Go.lockOSThread();
                lock.lock();
              });
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      Chan.make().recv();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "another", "one that had a turn", "one in a lock of the JDK"})
  void aDeadlockIsSeen(String who) {
    var result = Program.of(Deadlocks.class).args(who).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().startsWith("fatal error: all goroutines are asleep - deadlock!"),
        result::toString);
  }
}
