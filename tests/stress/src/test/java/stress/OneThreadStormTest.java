package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.OneThread;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wake-ups from everywhere into goroutines of one thread: none is lost, no two run at once. */
@GoroTest(seconds = 600)
class OneThreadStormTest {
  private static final int GOROUTINES = 64;

  /** Of the goroutines on one thread; not synchronised in any way. */
  private long sum;

  private boolean inside;

  private void add(long n) {
    if (inside) {
      throw new AssertionError("two at once");
    }
    inside = true;
    sum += n;
    inside = false;
  }

  /** Values from common goroutines by one channel, each added on the one thread. */
  private void receive(OneThread one, int rounds) {
    sum = 0;
    Chan<Integer> values = Chan.make();
    var senders = new WaitGroup();
    for (int s = 0; s < GOROUTINES; s++) {
      senders.go(
          () -> {
            for (int i = 1; i <= rounds; i++) {
              values.send(i);
            }
          });
      one.go(
          () -> {
            for (int value : values) {
              add(value);
              if (value % 7 == 0) {
                Go.gosched();
              }
            }
          });
    }
    senders.await();
    values.close();
    one.close();
    assertEquals((long) GOROUTINES * rounds * (rounds + 1) / 2, sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void channels(int procs) throws Exception {
    onMainAtProcs(procs, () -> receive(Go.onOneThread(), Tier.work(1_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void channelsOnAnExecutor(int procs) throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      onMainAtProcs(procs, () -> receive(Go.onOneThread(executor), Tier.work(500)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void channelsOnSeveralThreads(int procs) throws Exception {
    try (var executor = Executors.newFixedThreadPool(3)) {
      onMainAtProcs(procs, () -> receive(Go.onOneThread(executor), Tier.work(500)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void visitorsInAndOut(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(300);
          var first = Go.onOneThread();
          var second = Go.onOneThread();
          long[] there = new long[1];
          var wg = new WaitGroup();
          for (int v = 0; v < GOROUTINES; v++) {
            wg.go(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    first.run(
                        () -> {
                          add(1);
                          second.run(() -> there[0]++);
                          OneThread.outside(() -> Go.gosched());
                          add(1);
                        });
                  }
                });
          }
          wg.await();
          first.close();
          second.close();
          assertEquals(2L * GOROUTINES * rounds, sum);
          assertEquals((long) GOROUTINES * rounds, there[0]);
        });
  }

  /** The JDK's parks, timers and sleeps, and platform threads that wake. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void wakeUpsOfAllKinds(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(200);
          // Its add does not park, which would take the wake-up that the next park is for.
          var toWake = new LinkedTransferQueue<Thread>();
          var waker =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        try {
                          while (true) {
                            LockSupport.unpark(toWake.take());
                          }
                        } catch (InterruptedException e) {
                          // the end
                        }
                      });
          try (var one = Go.onOneThread()) {
            for (int s = 0; s < GOROUTINES; s++) {
              int kind = s % 4;
              one.go(
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      switch (kind) {
                        case 0 -> Go.sleep(Duration.ofNanos(1_000));
                        case 1 -> LockSupport.parkNanos(1_000);
                        case 2 -> Go.gosched();
                        default -> {
                          toWake.add(Thread.currentThread());
                          LockSupport.park();
                        }
                      }
                      add(1);
                    }
                  });
            }
          }
          waker.interrupt();
          assertEquals((long) GOROUTINES * rounds, sum);
        });
  }

  /** It turns idle and busy all the time, by other domains' doing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void ringOfThreads(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(3_000);
          var ring = new OneThread[4];
          Chan<Integer> entry = Chan.make();
          Chan<Integer> from = entry;
          for (int i = 0; i < ring.length; i++) {
            ring[i] = Go.onOneThread();
            Chan<Integer> in = from;
            Chan<Integer> out = Chan.make();
            ring[i].go(
                () -> {
                  for (int n : in) {
                    out.send(n + 1);
                  }
                  out.close();
                });
            from = out;
          }
          for (int n = 0; n < rounds; n++) {
            entry.send(n);
            assertEquals(n + ring.length, from.recv());
          }
          entry.close();
          for (OneThread one : ring) {
            one.close();
          }
        });
  }
}
