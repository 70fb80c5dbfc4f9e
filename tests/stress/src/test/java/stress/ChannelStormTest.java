package stress;

import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Selected;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many senders and receivers on few channels, with a count of what was sent and what came. */
@GoroTest(seconds = 600)
class ChannelStormTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 16", "2, 0", "2, 1", "2, 128", "16, 0", "16, 1", "16, 16"})
  void manySendersManyReceivers(int procs, int capacity) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int pairs = 8;
          int perSender = Tier.work(10_000);
          Chan<Integer> c = Chan.make(capacity);
          var sum = new AtomicLong();
          var count = new AtomicLong();
          var senders = new WaitGroup();
          var receivers = new WaitGroup();
          for (int p = 0; p < pairs; p++) {
            int from = p * perSender;
            senders.go(
                () -> {
                  for (int i = 0; i < perSender; i++) {
                    c.send(from + i);
                  }
                });
            receivers.go(
                () -> {
                  long ownSum = 0;
                  long ownCount = 0;
                  for (int v : c) {
                    ownSum += v;
                    ownCount++;
                  }
                  sum.addAndGet(ownSum);
                  count.addAndGet(ownCount);
                });
          }
          senders.await();
          c.close();
          receivers.await();
          long n = (long) pairs * perSender;
          assertEquals(n, count.get());
          assertEquals(n * (n - 1) / 2, sum.get());
        });
  }

  /**
   * Everybody selects over everything, sending and receiving at once: each send meets one receive.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void everybodySelectsOverEverything(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int workers = 12;
          int rounds = Tier.work(4_000);
          List<Chan<Integer>> channels = List.of(Chan.make(), Chan.make(), Chan.make(1));
          var sent = new AtomicLong();
          var received = new AtomicLong();
          var wg = new WaitGroup();
          for (int w = 0; w < workers; w++) {
            wg.go(
                () -> {
                  long ownSent = 0;
                  long ownReceived = 0;
                  for (int i = 1; i <= rounds; i++) {
                    Selected s =
                        select(
                            send(channels.get(0), i),
                            recv(channels.get(0)),
                            send(channels.get(1), i),
                            recv(channels.get(1)),
                            send(channels.get(2), i),
                            recv(channels.get(2)),
                            after(Duration.ofMillis(20)));
                    if (s.ok()) {
                      ownReceived += (int) s.value();
                    } else if (s.channel() != null) {
                      ownSent += i;
                    }
                  }
                  sent.addAndGet(ownSent);
                  received.addAndGet(ownReceived);
                });
          }
          wg.await();
          for (var c : channels) {
            for (var r = c.tryRecv(); r.isPresent(); r = c.tryRecv()) {
              received.addAndGet(r.get().value());
            }
          }
          assertEquals(sent.get(), received.get());
          assertTrue(sent.get() > 0);
        });
  }

  /**
   * A close in the middle: what a sender was told is sent comes to somebody, the rest is refused.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void closeInTheMiddle(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(300); round++) {
            Chan<Integer> c = Chan.make(round % 4);
            var sent = new AtomicLong();
            var received = new AtomicLong();
            var wg = new WaitGroup();
            for (int i = 0; i < 4; i++) {
              boolean selects = i % 2 == 0;
              wg.go(
                  () -> {
                    try {
                      while (true) {
                        if (selects) {
                          select(send(c, 1), recv(Chan.<Integer>make()));
                        } else {
                          c.send(1);
                        }
                        if (sent.incrementAndGet() % 16 == 0) {
                          Go.gosched(); // or at one P the closer waits for many whole slices
                        }
                      }
                    } catch (ChannelClosedException e) {
                      assertEquals("send on closed channel", e.getMessage());
                    }
                  });
              wg.go(
                  () -> {
                    if (selects) {
                      while (select(recv(c)).ok()) {
                        received.incrementAndGet();
                      }
                    } else {
                      c.forEach(v -> received.incrementAndGet());
                    }
                  });
            }
            int pause = round % 7;
            for (int i = 0; i < pause; i++) {
              Go.gosched();
            }
            c.close();
            wg.await();
            assertEquals(sent.get(), received.get());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void interruptsLoseNothing(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> c = Chan.make(1);
          var threads = new java.util.concurrent.ConcurrentLinkedQueue<Thread>();
          var over = new AtomicBoolean();
          var sent = new AtomicLong();
          var received = new AtomicLong();
          var senders = new WaitGroup();
          var receivers = new WaitGroup();
          int perSender = Tier.work(3_000);
          for (int i = 0; i < 4; i++) {
            senders.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int v = 1; v <= perSender; ) {
                    try {
                      c.send(v);
                      sent.addAndGet(v);
                      v++;
                    } catch (InterruptedOperationException e) {
                      Thread.interrupted();
                    }
                  }
                });
            receivers.go(
                () -> {
                  threads.add(Thread.currentThread());
                  while (true) {
                    try {
                      Integer v = c.recv();
                      if (v == null) {
                        return;
                      }
                      received.addAndGet(v);
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
                  Go.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextInt(50_000)));
                }
              });
          senders.await();
          c.close();
          receivers.await();
          over.set(true);
          interrupter.await();
          assertEquals(sent.get(), received.get());
        });
  }

  /** The sieve's shape: a long chain, whose length changes who runs next at each hop. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void longChains(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int length = 2_000;
          int values = Tier.work(50);
          Chan<Integer> first = Chan.make();
          Chan<Integer> last = first;
          for (int i = 0; i < length; i++) {
            Chan<Integer> from = last;
            Chan<Integer> to = Chan.make(i % 3);
            last = to;
            Go.go(
                () -> {
                  for (int v : from) {
                    to.send(v + 1);
                  }
                  to.close();
                });
          }
          Go.go(
              () -> {
                for (int i = 0; i < values; i++) {
                  first.send(i);
                }
                first.close();
              });
          var seen = new ArrayList<Integer>();
          last.forEach(seen::add);
          assertEquals(values, seen.size());
          for (int i = 0; i < values; i++) {
            assertEquals(i + length, seen.get(i));
          }
        });
  }
}
