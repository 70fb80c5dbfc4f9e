package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Park and unpark by Goro's and the JDK's locks, and by timers: a lost wake-up is a hang. */
@GoroTest(seconds = 600)
class WakeUpStormTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void parkAndUnpark(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int pairs = 4;
          int rounds = Tier.work(10_000);
          var wg = new WaitGroup();
          for (int p = 0; p < pairs; p++) {
            // Who reads null for its partner unparks nobody: the partner then looks before it
            // parks.
            var turn = new AtomicInteger();
            var threads = new java.util.concurrent.atomic.AtomicReferenceArray<Thread>(2);
            for (int side = 0; side < 2; side++) {
              int own = side;
              wg.go(
                  () -> {
                    threads.set(own, Thread.currentThread());
                    for (int i = 0; i < rounds; i++) {
                      while (turn.get() != own) {
                        LockSupport.park();
                      }
                      turn.set(1 - own);
                      LockSupport.unpark(threads.get(1 - own));
                    }
                  });
            }
          }
          wg.await();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void monitorsAndLocks(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int workers = 12;
          int rounds = Tier.work(2_000);
          var monitor = new Object();
          var lock = new ReentrantLock();
          var fair = new ReentrantLock(true);
          var mutex = new Mutex();
          var semaphore = new Semaphore(1);
          long[] counts = new long[5];
          var wg = new WaitGroup();
          for (int w = 0; w < workers; w++) {
            wg.go(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    synchronized (monitor) {
                      counts[0]++;
                      if (i % 64 == 0) {
                        Go.gosched();
                      }
                    }
                    lock.lock();
                    counts[1]++;
                    lock.unlock();
                    fair.lock();
                    counts[2]++;
                    fair.unlock();
                    mutex.lock();
                    counts[3]++;
                    if (i % 64 == 1) {
                      Go.gosched();
                    }
                    mutex.unlock();
                    semaphore.acquire();
                    counts[4]++;
                    semaphore.release();
                  }
                });
          }
          wg.await();
          for (long count : counts) {
            assertEquals((long) workers * rounds, count);
          }
        });
  }

  /** A queue of one place, guarded by a monitor: each put and each take waits for the other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void waitAndNotify(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(5_000);
          var box = new Integer[1];
          var sum = new AtomicLong();
          var wg = new WaitGroup();
          for (int w = 0; w < 3; w++) {
            wg.go(
                () -> {
                  for (int i = 1; i <= rounds; i++) {
                    synchronized (box) {
                      while (box[0] != null) {
                        box.wait();
                      }
                      box[0] = i;
                      box.notifyAll();
                    }
                  }
                });
            wg.go(
                () -> {
                  for (int i = 1; i <= rounds; i++) {
                    synchronized (box) {
                      while (box[0] == null) {
                        box.wait(i % 100 == 0 ? 1 : 0);
                      }
                      sum.addAndGet(box[0]);
                      box[0] = null;
                      box.notifyAll();
                    }
                  }
                });
          }
          wg.await();
          assertEquals(3L * rounds * (rounds + 1) / 2, sum.get());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void handOversAndBarriers(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(3_000);
          var queue = new SynchronousQueue<Integer>();
          var barrier = new CyclicBarrier(4);
          var sum = new AtomicLong();
          var wg = new WaitGroup();
          for (int w = 0; w < 2; w++) {
            wg.go(
                () -> {
                  for (int i = 1; i <= rounds; i++) {
                    queue.put(i);
                    if (i % 8 == 0) {
                      barrier.await();
                    }
                  }
                });
            wg.go(
                () -> {
                  for (int i = 1; i <= rounds; i++) {
                    sum.addAndGet(queue.take());
                    if (i % 8 == 0) {
                      barrier.await();
                    }
                  }
                });
          }
          wg.await();
          assertEquals((long) rounds * (rounds + 1), sum.get());
        });
  }

  /** Goroutines, guests and platform threads wake each other across one lock. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void acrossKindsOfThreads(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int rounds = Tier.work(1_000);
          var lock = new ReentrantLock();
          var changed = lock.newCondition();
          int[] turn = new int[1];
          int workers = 6;
          var wg = new WaitGroup();
          for (int w = 0; w < workers; w++) {
            int own = w;
            Runnable body =
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    lock.lock();
                    try {
                      while (turn[0] != own) {
                        changed.awaitUninterruptibly();
                      }
                      turn[0] = (own + 1) % workers;
                      changed.signalAll();
                    } finally {
                      lock.unlock();
                    }
                  }
                  wg.done();
                };
            wg.add(1);
            switch (w % 3) {
              case 0 -> Go.go(body::run);
              case 1 -> Thread.ofPlatform().daemon().start(body);
              default -> Thread.ofVirtual().start(body);
            }
          }
          wg.await();
          assertEquals(0, turn[0]);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void sleepStorm(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var wg = new WaitGroup();
          var early = new AtomicInteger();
          for (int g = 0; g < Tier.work(3_000); g++) {
            wg.go(
                () -> {
                  var random = ThreadLocalRandom.current();
                  for (int i = 0; i < 10; i++) {
                    long nanos = random.nextLong(3_000_000);
                    long start = System.nanoTime();
                    if (i % 3 == 0) {
                      Thread.sleep(Duration.ofNanos(nanos));
                    } else {
                      Go.sleep(Duration.ofNanos(nanos));
                    }
                    if (System.nanoTime() - start < nanos) {
                      early.incrementAndGet();
                    }
                  }
                });
          }
          wg.await();
          assertEquals(0, early.get(), "sleeps that ended too early");
        });
  }

  /** Each timer either runs or is stopped, never both and never neither. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void timerStorm(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int each = Tier.work(2_000);
          var expected = new AtomicLong();
          var ran = new AtomicLong();
          var wg = new WaitGroup();
          for (int g = 0; g < 8; g++) {
            wg.go(
                () -> {
                  var random = ThreadLocalRandom.current();
                  for (int i = 0; i < each; i++) {
                    expected.incrementAndGet();
                    var timer =
                        Timer.afterFunc(
                            Duration.ofNanos(random.nextInt(2_000_000)), ran::incrementAndGet);
                    switch (random.nextInt(4)) {
                      case 0 -> {
                        if (timer.stop()) {
                          expected.decrementAndGet();
                        }
                      }
                      case 1 -> {
                        // A reset of one that has run already makes it run once more.
                        if (!timer.reset(Duration.ofNanos(random.nextInt(1_000_000)))) {
                          expected.incrementAndGet();
                        }
                      }
                      case 2 -> Go.sleep(Duration.ofNanos(random.nextInt(100_000)));
                      default -> {}
                    }
                  }
                });
          }
          wg.await();
          dev.goro.testing.Eventually.that(
              "all that were not stopped have run", () -> ran.get() == expected.get());
        });
  }

  /**
   * Interrupts hit a mutex, a group, a sleep and the JDK's locks; whoever is interrupted tries
   * again.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void interruptStorm(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          var lock = new ReentrantLock();
          var over = new AtomicBoolean();
          var threads = new java.util.concurrent.ConcurrentLinkedQueue<Thread>();
          int workers = 8;
          int rounds = Tier.work(1_500);
          long[] counts = new long[2];
          var wg = new WaitGroup();
          for (int w = 0; w < workers; w++) {
            wg.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int i = 0; i < rounds; ) {
                    try {
                      mutex.lock();
                      counts[0]++;
                      mutex.unlock();
                      i++;
                    } catch (InterruptedOperationException e) {
                      Thread.interrupted();
                    }
                  }
                  for (int i = 0; i < rounds; ) {
                    try {
                      lock.lockInterruptibly();
                      counts[1]++;
                      lock.unlock();
                      i++;
                      if (i % 100 == 0) {
                        Go.sleep(Duration.ofNanos(10_000));
                        Thread.sleep(0, 10_000);
                      }
                    } catch (InterruptedException | InterruptedOperationException e) {
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
                  Go.sleep(Duration.ofNanos(20_000));
                }
              });
          wg.await();
          over.set(true);
          interrupter.await();
          assertEquals((long) workers * rounds, counts[0]);
          assertEquals((long) workers * rounds, counts[1]);
          assertTrue(mutex.tryLock());
        });
  }

  /** Many wait for one close, one group, one notifyAll: all are woken each time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void manyAreWokenAtOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(20); round++) {
            Chan<Integer> gate = Chan.make();
            var group = new WaitGroup();
            group.add(1);
            var monitor = new Object();
            boolean[] open = new boolean[1];
            var woken = new WaitGroup();
            for (int i = 0; i < 300; i++) {
              woken.go(gate::recv);
              woken.go(group::await);
              woken.go(
                  () -> {
                    synchronized (monitor) {
                      while (!open[0]) {
                        monitor.wait();
                      }
                    }
                  });
            }
            Go.sleep(Duration.ofNanos(round * 100_000L));
            gate.close();
            group.done();
            synchronized (monitor) {
              open[0] = true;
              monitor.notifyAll();
            }
            woken.await();
          }
        });
  }
}
