package stress;

import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Selected;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import dev.goro.time.Limiter;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timers and tickers that are stopped and set anew while they fire and while others wait for them,
 * by every kind of receive: each set ends once, and a lost wake-up is a hang.
 */
@GoroTest(seconds = 600)
class TimerChannelStormTest {
  private static Duration upTo(int nanos) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextInt(nanos));
  }

  /**
   * Sets that are taken back, by a stop or another set, and values that are received are as many as
   * there were sets.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void eachSetIsReceivedOrTakenBack(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < 4; round++) {
            var timer = new Timer(Duration.ofHours(1));
            var sets = new AtomicLong(1);
            var ends = new AtomicLong();
            Chan<Integer> over = Chan.make();
            var receivers = new WaitGroup();
            for (int i = 0; i < 4; i++) {
              int kind = i;
              receivers.go(() -> receiveUntil(over, timer, kind, ends));
            }
            var setters = new WaitGroup();
            for (int i = 0; i < 3; i++) {
              setters.go(
                  () -> {
                    for (int n = 0; n < Tier.work(1_500); n++) {
                      if (n % 3 == 0) {
                        if (timer.stop()) {
                          ends.incrementAndGet();
                        }
                      } else {
                        sets.incrementAndGet();
                        if (timer.reset(upTo(200_000))) {
                          ends.incrementAndGet();
                        }
                      }
                      if (n % 5 == 0) {
                        Go.sleep(upTo(100_000));
                      }
                    }
                  });
            }
            setters.await();
            if (timer.stop()) {
              ends.incrementAndGet();
            }
            over.close();
            receivers.await();
            assertEquals(sets.get(), ends.get());
          }
        });
  }

  private static void receiveUntil(Chan<Integer> over, Timer timer, int kind, AtomicLong ends) {
    Chan<Integer> never = Chan.make();
    while (over.tryRecv().isEmpty()) {
      boolean received =
          switch (kind) {
            case 0 -> timer.channel().tryRecv().isPresent();
            case 1 -> timer.channel().tryRecv(upTo(300_000)).isPresent();
            default -> {
              Selected s = select(recv(over), recv(timer.channel()), recv(never));
              yield s.index() == 1;
            }
          };
      if (received) {
        ends.incrementAndGet();
      } else {
        Go.gosched();
      }
    }
  }

  /** Who waits for a timer that is set again and again gets its value in the end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void everyWaiterIsWoken(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var wg = new WaitGroup();
          for (int g = 0; g < 16; g++) {
            boolean selects = g % 2 == 0;
            wg.go(
                () -> {
                  for (int i = 0; i < Tier.work(400); i++) {
                    var timer = new Timer(i % 4 == 0 ? Duration.ofHours(1) : upTo(100_000));
                    Chan<Instant> got = Chan.make(1);
                    Go.go(
                        () ->
                            got.send(
                                selects
                                    ? (Instant)
                                        select(recv(timer.channel()), recv(Chan.make())).value()
                                    : timer.channel().recv()));
                    if (i % 4 == 0) {
                      if (i % 8 == 0) {
                        Go.gosched();
                      }
                      timer.stop();
                      timer.reset(upTo(50_000));
                    }
                    got.recv();
                  }
                });
          }
          wg.await();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void tickersAreStoppedAndSetWhileManyWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var ticker = new Ticker(Duration.ofNanos(20_000))) {
            Chan<Integer> over = Chan.make();
            var received = new AtomicLong();
            var receivers = new WaitGroup();
            for (int i = 0; i < 8; i++) {
              receivers.go(
                  () -> {
                    while (select(recv(over), recv(ticker.channel()), after(upTo(1_000_000)))
                            .index()
                        != 0) {
                      received.incrementAndGet();
                    }
                  });
            }
            for (int i = 0; i < Tier.work(500); i++) {
              ticker.stop();
              assertTrue(ticker.channel().tryRecv().isEmpty(), "a tick of a stopped ticker");
              // Longer than a receive takes, or none waits and each runs for its whole slice.
              ticker.reset(Duration.ofNanos(20_000 + i % 30 * 1_000L));
              Go.sleep(upTo(100_000));
            }
            over.close();
            receivers.await();
            assertTrue(received.get() > 0);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void interruptsLoseNoValue(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var over = new AtomicBoolean();
          var threads = new ConcurrentLinkedQueue<Thread>();
          var wg = new WaitGroup();
          for (int g = 0; g < 8; g++) {
            boolean selects = g % 2 == 0;
            wg.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int i = 0; i < Tier.work(300); i++) {
                    var timer = new Timer(upTo(100_000));
                    for (boolean got = false; !got; ) {
                      try {
                        got =
                            selects
                                ? select(recv(timer.channel()), recv(Chan.make())).ok()
                                : timer.channel().receive().ok();
                      } catch (InterruptedOperationException e) {
                        Thread.interrupted();
                      }
                    }
                    assertTrue(!timer.stop(), "its value came");
                  }
                });
          }
          var interrupter = new WaitGroup();
          interrupter.go(
              () -> {
                while (!over.get()) {
                  threads.forEach(Thread::interrupt);
                  Go.sleep(Duration.ofNanos(30_000));
                }
              });
          wg.await();
          over.set(true);
          interrupter.await();
        });
  }

  /** Interrupted waits give back what they took, and nobody gets a token that is not there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aLimiterIsNeverOverdrawn(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int burst = 10;
          double limit = 20_000;
          long start = System.nanoTime();
          var limiter = new Limiter(limit, burst);
          var taken = new AtomicLong();
          var over = new AtomicBoolean();
          var threads = new ConcurrentLinkedQueue<Thread>();
          var wg = new WaitGroup();
          for (int g = 0; g < 12; g++) {
            int kind = g % 3;
            wg.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int i = 0; i < Tier.work(500); i++) {
                    int n = 1 + i % 3;
                    try {
                      boolean got =
                          switch (kind) {
                            case 0 -> limiter.allow(n);
                            case 1 -> limiter.tryAwait(n, upTo(1_000_000));
                            default -> {
                              limiter.await(n);
                              yield true;
                            }
                          };
                      if (got) {
                        taken.addAndGet(n);
                      } else {
                        Go.gosched();
                      }
                    } catch (InterruptedOperationException e) {
                      Thread.interrupted();
                    }
                  }
                });
          }
          var interrupter = new WaitGroup();
          interrupter.go(
              () -> {
                while (!over.get()) {
                  threads.forEach(Thread::interrupt);
                  Go.sleep(Duration.ofNanos(200_000));
                }
              });
          wg.await();
          over.set(true);
          interrupter.await();
          double most = burst + (System.nanoTime() - start) / 1e9 * limit;
          assertTrue(taken.get() <= most + 1, taken.get() + " of " + most);
        });
  }
}
