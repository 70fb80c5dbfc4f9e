package dev.goro.conformance.runtime;

import static dev.goro.Go.go;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Program;
import dev.goro.time.Timer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Progress, parallelism, fairness and preemption. Go: {@code src/runtime/proc_test.go}. */
class SchedulerTest {
  /** How many goroutines must run at the same moment in the tests of parallelism. */
  private static final int PARALLEL = 4;

  private static final Pattern DUMP_HEADER =
      Pattern.compile("(?m)^(?:([0-9]+) goroutines|goroutine) [0-9].*\\[");

  @Test
  void collectionsAndChangesOfGomaxprocsDoNotStopGoroutinesThatKeepBeingBorn() throws Exception {
    onMainAtProcs(
        3,
        () -> {
          var stop = new AtomicBoolean();
          var births = new AtomicInteger();
          beBornAgain(stop, births);
          together(
              () -> {
                for (int i = 0; i < 10; i++) {
                  System.gc();
                }
              },
              () -> {
                for (int i = 0; i < 300; i++) {
                  Go.gomaxprocs(1 + i % 4);
                  Go.gosched();
                }
              });
          int seen = births.get();
          Eventually.that("more are born", () -> births.get() > seen);
          stop.set(true);
        });
  }

  private static void beBornAgain(AtomicBoolean stop, AtomicInteger births) {
    births.incrementAndGet();
    if (!stop.get()) {
      go(() -> beBornAgain(stop, births));
    }
  }

  @EachProcs
  void aGoroutineThatYieldsLetsOthersRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> stop = Chan.make();
          Chan<Boolean> stopped = Chan.make();
          go(
              () -> {
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

  /** Each goroutine spins until its turn comes, so that all of them must be running. */
  @Test
  void gomaxprocsGoroutinesRunAtTheSameTime() throws Exception {
    onMainAtProcs(
        PARALLEL,
        () -> {
          for (int round = 0; round < 5; round++) {
            var turn = new AtomicInteger();
            var all = new WaitGroup();
            for (int p = 0; p < PARALLEL; p++) {
              int self = p;
              all.go(() -> spinThroughTurns(turn, self));
            }
            all.await();
          }
        });
  }

  @ParameterizedTest(name = "after load: {0}, with a socket that listens: {1}")
  @CsvSource({"true,false", "false,true", "true,true"})
  void goroutinesRunAtTheSameTimeAfterIdleTime(boolean load, boolean listening) throws Exception {
    onMainAtProcs(
        PARALLEL,
        () -> {
          for (int round = 0; round < 3; round++) {
            if (load) {
              spinTogether();
            }
            try (var socket =
                listening ? new ServerSocket(0, 1, InetAddress.getLoopbackAddress()) : null) {
              var turn = new AtomicInteger();
              Chan<Boolean> done = Chan.make();
              for (int p = 0; p < PARALLEL / 2; p++) {
                int first = 2 * p;
                go(
                    () -> {
                      for (int self : new int[] {first, first + 1}) {
                        go(
                            () -> {
                              spinThroughTurns(turn, self);
                              done.send(true);
                            });
                      }
                    });
              }
              for (int p = 0; p < PARALLEL; p++) {
                done.recv();
              }
              assertTrue(socket == null || !socket.isClosed());
            }
          }
        });
  }

  private static void spinTogether() {
    var running = new AtomicInteger();
    var all = new WaitGroup();
    for (int p = 0; p < PARALLEL; p++) {
      all.go(
          () -> {
            running.incrementAndGet();
            spinUntil(() -> running.get() == PARALLEL);
          });
    }
    all.await();
  }

  private static void spinThroughTurns(AtomicInteger turn, int self) {
    for (int i = 0; i < 3; i++) {
      int mine = PARALLEL * i + self;
      spinUntil(() -> turn.get() == mine);
      turn.set(mine + 1);
    }
  }

  /** Waits without giving up the processor: only preemption or another P lets others run. */
  private static void spinUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @EachProcs
  void aTimerFiresWhileGoroutinesHandValuesToEachOther(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> done = Chan.make();
          Chan<Boolean> values = Chan.make();
          var senders = new WaitGroup();
          for (int i = 0; i < 2; i++) {
            senders.go(
                () -> {
                  while (select(send(values, true, () -> true), recv(done, v -> false))) {
                    assertEquals(0, values.len());
                  }
                });
          }
          RecvChan<Instant> timer = Timer.after(Duration.ofMillis(20));
          while (select(recv(values, v -> true), recv(timer, t -> false))) {
            assertEquals(0, values.len());
          }
          done.close();
          senders.await();
        });
  }

  @EnabledOnOs({OS.LINUX, OS.MAC})
  @EachProcs
  void timersFireInGoroutinesThatMakeSystemCallsAndExchangeValues(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> values = Chan.make();
          Runnable exchangeUntilTheTimer =
              () -> {
                RecvChan<Instant> timer = Timer.after(Duration.ofMillis(20));
                boolean goesOn = true;
                while (goesOn) {
                  systemCall();
                  goesOn =
                      select(
                          send(values, true, () -> true),
                          recv(values, v -> true),
                          recv(timer, t -> false));
                }
              };
          together(exchangeUntilTheTimer::run, exchangeUntilTheTimer::run);
        });
  }

  private static void systemCall() {
    try (var out = new FileOutputStream("/dev/null")) {
      out.write('.');
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Two goroutines that only spin, on one P: each must be made to let the other run. */
  @EachProcs
  void aGoroutineThatSpinsIsPreempted(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var turn = new AtomicInteger();
          var both = new WaitGroup();
          for (int g = 0; g < 2; g++) {
            int self = g;
            both.go(
                () -> {
                  for (int i = 0; i < 4; i++) {
                    spinUntil(() -> turn.get() == self);
                    turn.set(1 - self);
                  }
                });
          }
          both.await();
        });
  }

  @Test
  void goroutinesThatSpinDoNotHoldUpTheCollector() throws Exception {
    int spinning = 4;
    onMainAtProcs(
        spinning + 1,
        () -> {
          var stop = new AtomicBoolean();
          var all = new WaitGroup();
          for (int i = 0; i < spinning; i++) {
            all.go(() -> spinUntil(stop::get));
          }
          for (int i = 0; i < 4; i++) {
            Go.gosched();
            System.gc();
          }
          stop.set(true);
          all.await();
        });
  }

  @Test
  void loopsWithoutACallAreInterruptedOnOneP() {
    var result = Program.of(TightLoops.class).env("GOMAXPROCS", "1").run();
    assertEquals(new Program.Result(0, "OK\n", ""), result);
  }

  static final class TightLoops {
    private static volatile boolean ready;
    private static final AtomicInteger started = new AtomicInteger();
    private static long out;

    static void main() {
      go(
          () -> {
            for (; ; ) {
              ready = true;
            }
          });
      go(
          () -> {
            started.incrementAndGet();
            for (long i = 0; i < 1L << 62; i++) {
              out += i * i * i + 12_345;
            }
          });
      go(
          () -> {
            started.incrementAndGet();
            for (int i = 0; ; i++) {
              out += i;
            }
          });
      while (!ready || started.get() < 2) {
        Go.gosched();
      }
      System.gc();
      System.out.println("OK");
    }
  }

  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Test
  void goroutinesThatMakeSystemCallsWithoutEndLetMainWakeOnOneP() {
    var result = Program.of(SystemCalls.class).env("GOMAXPROCS", "1").run();
    assertEquals(new Program.Result(0, "OK\n", ""), result);
  }

  static final class SystemCalls {
    static void main() {
      for (int i = 0; i < 2; i++) {
        go(
            () -> {
              try (var out = new FileOutputStream("/dev/null")) {
                for (; ; ) {
                  out.write('.');
                }
              }
            });
      }
      Go.sleep(Duration.ofMillis(10));
      System.out.println("OK");
    }
  }

  @Test
  void goroutinesThatAllocateWithoutEndAllRunOnOneP() {
    var result =
        Program.of(Allocators.class)
            .env("GOMAXPROCS", "1")
            .jvm("-Xmx48m", "-Xmn4m", "-XX:+UseSerialGC")
            .run();
    assertEquals(new Program.Result(0, "OK\n", ""), result);
  }

  static final class Allocators {
    private static final AtomicIntegerArray count = new AtomicIntegerArray(3);
    private static final Object[] sink = new Object[3];

    static void main() {
      for (int i = 0; i < count.length(); i++) {
        int self = i;
        go(
            () -> {
              for (; ; ) {
                sink[self] = new byte[1024];
                count.incrementAndGet(self);
              }
            });
      }
      Go.sleep(Duration.ofMillis(30));
      for (int i = 0; i < count.length(); i++) {
        int other = i;
        Eventually.that("goroutine " + i + " runs", () -> count.get(other) > 0);
      }
      System.out.println("OK");
    }
  }

  @Test
  void aProgramStartsWithOneGoroutine() {
    var result = Program.of(CountsGoroutines.class).run();
    assertEquals(new Program.Result(0, "1\n", ""), result);
  }

  static final class CountsGoroutines {
    static void main() {
      System.out.println(Go.numGoroutine());
    }
  }

  @EachProcs
  void goroutinesAreCountedFromTheirStartToTheirEnd(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Eventually.that("only the main goroutine is there", () -> Go.numGoroutine() == 1);
          Chan<Boolean> stop = Chan.make();
          for (int i = 0; i < 100; i++) {
            go(stop::recv);
          }
          assertEquals(101, Go.numGoroutine());
          stop.close();
          Eventually.that("only the main goroutine is left", () -> Go.numGoroutine() == 1);
        });
  }

  /** The dump folds equal goroutines into one header that tells how many they are. */
  @EachProcs
  void theDumpShowsAsManyGoroutinesAsAreCounted(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Eventually.that("only the main goroutine is there", () -> Go.numGoroutine() == 1);
          Chan<Boolean> stop = Chan.make();
          for (int i = 0; i < 20; i++) {
            go(stop::recv);
          }
          go(() -> select(recv(stop)));
          Eventually.equal("goroutines in the dump", 22, () -> inDump(Go.dump()));
          assertEquals(22, Go.numGoroutine());
          stop.close();
          Eventually.equal("goroutines in the dump", 1, () -> inDump(Go.dump()));
        });
  }

  private static int inDump(String dump) {
    return DUMP_HEADER
        .matcher(dump)
        .results()
        .mapToInt(m -> m.group(1) == null ? 1 : Integer.parseInt(m.group(1)))
        .sum();
  }

  /**
   * Two pairs hand a token to and fro on one P; one pair works a thousand times longer between.
   * Were a hand-over to start a new time slice, or the partner to go to the back of the queue, the
   * counts would differ by that factor.
   */
  @Test
  void aPairThatHogsAndAPairThatDoesNotGetEqualTime() throws Exception {
    int factor = 20;
    onMainAtProcs(
        1,
        () -> {
          Chan<Boolean> done = Chan.make();
          Chan<Boolean> hogToken = Chan.make();
          Chan<Boolean> lightToken = Chan.make();
          var hog = new Work(1_000_000);
          var light = new Work(1_000);
          var all = new WaitGroup();
          for (int i = 0; i < 2; i++) {
            all.go(() -> hog.passOn(hogToken, done));
          }
          for (int i = 0; i < 2; i++) {
            all.go(() -> light.passOn(lightToken, done));
          }
          hogToken.send(true);
          lightToken.send(true);
          Go.sleep(Duration.ofMillis(300));
          done.close();
          all.await();
          double ratio = (double) hog.count.get() / light.count.get();
          assertTrue(
              ratio < factor && ratio > 1.0 / factor, "work of hog pair to light pair: " + ratio);
        });
  }

  private static final class Work {
    private final int size;
    final AtomicLong count = new AtomicLong();

    Work(int size) {
      this.size = size;
    }

    void passOn(Chan<Boolean> token, Chan<Boolean> done) {
      while (select(recv(done, v -> false), recv(token, v -> true))) {
        for (int i = 0; i < size; i++) {
          count.set(count.getPlain() + 1);
        }
        if (!select(recv(done, v -> false), send(token, true, () -> true))) {
          return;
        }
      }
    }
  }

  /** A long loop and then a call with a large frame, while collections want all threads to stop. */
  @Test
  void aLoopThatCallsALargeFrameDoesNotHoldUpTheCollector() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          Chan<Boolean> stop = Chan.make();
          var big = new WaitGroup();
          big.go(
              () -> {
                long n = 0;
                do {
                  for (int i = 0; i < 10_000_000; i++) {
                    n += i ^ n;
                  }
                  assertEquals(50, Deep.down(50));
                } while (select(recv(stop, v -> false), otherwise(() -> true)));
              });
          for (int i = 0; i < 3; i++) {
            Go.sleep(Duration.ofNanos(10_000));
            System.gc();
          }
          stop.close();
          big.await();
        });
  }

  /**
   * More goroutines than Ps that leave their P for a moment again and again: all start, all stop.
   */
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Test
  void goroutinesThatMakeShortSystemCallsArePreempted() throws Exception {
    int goroutines = 8;
    onMainAtProcs(
        2,
        () -> {
          for (int round = 0; round < 3; round++) {
            Chan<Boolean> signals = Chan.make(goroutines);
            var stop = new AtomicBoolean();
            for (int i = 0; i < goroutines; i++) {
              go(
                  () -> {
                    signals.send(true);
                    while (!stop.get()) {
                      systemCall();
                    }
                    signals.send(true);
                  });
            }
            for (int i = 0; i < goroutines; i++) {
              signals.recv();
            }
            stop.set(true);
            for (int i = 0; i < goroutines; i++) {
              signals.recv();
            }
          }
        });
  }

  @Test
  void aLargeGomaxprocsFromTheEnvironmentIsTaken() {
    var result = Program.of(TellsGomaxprocs.class).env("GOMAXPROCS", "1024").run();
    assertEquals(new Program.Result(0, "1024 done\n", ""), result);
  }

  static final class TellsGomaxprocs {
    static void main() {
      Chan<String> done = Chan.make();
      go(() -> done.send("done"));
      System.out.println(Go.gomaxprocs() + " " + done.recv());
    }
  }
}
