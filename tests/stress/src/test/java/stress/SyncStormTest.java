package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.sync.Cond;
import dev.goro.sync.Locker;
import dev.goro.sync.Mutex;
import dev.goro.sync.Once;
import dev.goro.sync.Pool;
import dev.goro.sync.RWMutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The locks of {@code dev.goro.sync} under goroutines, guests and platform threads, some of which
 * are interrupted all the time: nothing is lost, nobody is left behind (a lost wake-up is a hang).
 */
@GoroTest(seconds = 600)
class SyncStormTest {
  private static final int WORKERS = 12;
  private static final int MAX_PAUSE_NANOS = 50_000;

  /** Runs it on many goroutines, guests and platform threads, and waits for them. */
  private static void together(List<Thread> threads, Task task) {
    var all = new WaitGroup();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    for (int w = 0; w < WORKERS; w++) {
      all.add(1);
      Runnable body =
          () -> {
            threads.add(Thread.currentThread());
            try {
              task.run();
            } catch (Throwable t) {
              failures.add(t);
            } finally {
              Thread.interrupted();
              all.done();
            }
          };
      switch (w % 4) {
        case 0 -> Thread.ofPlatform().daemon().start(body);
        case 1 -> Thread.ofVirtual().start(body);
        default -> Go.go(body::run);
      }
    }
    all.await();
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static void together(Task task) {
    together(new CopyOnWriteArrayList<>(), task);
  }

  /** As {@link #together}, while they are interrupted at random moments. */
  private static void interrupted(Task task) throws InterruptedException {
    var threads = new CopyOnWriteArrayList<Thread>();
    var over = new AtomicBoolean();
    var interrupter =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  var random = ThreadLocalRandom.current();
                  while (!over.get()) {
                    if (!threads.isEmpty()) {
                      threads.get(random.nextInt(threads.size())).interrupt();
                    }
                    LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
                  }
                });
    try {
      together(threads, task);
    } finally {
      over.set(true);
      interrupter.join();
    }
  }

  /** Locks it; false if it was interrupted instead. */
  private static boolean locked(Locker locker) {
    try {
      locker.lock();
      return true;
    } catch (InterruptedOperationException e) {
      assertTrue(Thread.interrupted());
      return false;
    }
  }

  private static void pauseSometimes(int i) {
    if (i % 64 == 0) {
      Go.gosched();
    } else if (i % 333 == 1) {
      LockSupport.parkNanos(MAX_PAUSE_NANOS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aMutexIsOfOne(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          long[] count = new long[1];
          var entered = new AtomicLong();
          together(
              () -> {
                for (int i = 0; i < Tier.work(10_000); i++) {
                  if (i % 5 != 0) {
                    mutex.lock();
                  } else if (!mutex.tryLock()) {
                    continue;
                  }
                  long seen = count[0];
                  pauseSometimes(i);
                  count[0] = seen + 1;
                  mutex.unlock();
                  entered.incrementAndGet();
                }
              });
          assertEquals(entered.get(), count[0]);
          assertTrue(mutex.tryLock());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whoIsInterruptedDoesNotHoldTheMutex(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          long[] count = new long[1];
          var entered = new AtomicLong();
          interrupted(
              () -> {
                for (int i = 0; i < Tier.work(5_000); i++) {
                  if (locked(mutex)) {
                    long seen = count[0];
                    pauseSometimes(i);
                    count[0] = seen + 1;
                    mutex.unlock();
                    entered.incrementAndGet();
                  }
                }
              });
          assertEquals(entered.get(), count[0]);
          assertTrue(mutex.tryLock());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void manyReadOrOneWrites(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var lock = new RWMutex();
          var pair = new long[2];
          var written = new AtomicLong();
          together(() -> readAndWrite(lock, pair, written));
          assertEquals(written.get(), pair[1]);
          assertTrue(lock.tryLock());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whoIsInterruptedNeitherReadsNorWrites(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var lock = new RWMutex();
          var pair = new long[2];
          var written = new AtomicLong();
          interrupted(() -> readAndWrite(lock, pair, written));
          assertEquals(written.get(), pair[1]);
          assertTrue(lock.tryLock());
        });
  }

  private static void readAndWrite(RWMutex lock, long[] pair, AtomicLong written) {
    var random = ThreadLocalRandom.current();
    Locker read = lock.rLocker();
    for (int i = 0; i < Tier.work(5_000); i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          if (locked(lock)) {
            write(lock, pair, written, i);
          }
        }
        case 1 -> {
          if (lock.tryLock()) {
            write(lock, pair, written, i);
          }
        }
        case 2 -> {
          if (lock.tryRLock()) {
            read(lock, pair, i);
          }
        }
        default -> {
          if (locked(read)) {
            read(lock, pair, i);
          }
        }
      }
    }
  }

  private static void write(RWMutex lock, long[] pair, AtomicLong written, int i) {
    pair[0]++;
    pauseSometimes(i);
    pair[1]++;
    lock.unlock();
    written.incrementAndGet();
  }

  private static void read(RWMutex lock, long[] pair, int i) {
    long first = pair[0];
    pauseSometimes(i);
    long second = pair[1];
    lock.rUnlock();
    assertEquals(first, second);
  }

  /** A buffer of three places, guarded by a mutex, with a condition for each side. */
  private static final class Buffer {
    private static final int SIZE = 3;

    private final Mutex mutex = new Mutex();
    private final Cond notFull = new Cond(mutex);
    private final Cond notEmpty = new Cond(mutex);
    private final int[] values = new int[SIZE];
    private int count;

    void put(int value) {
      while (!locked(mutex)) {}
      while (count == SIZE) {
        await(notFull);
      }
      values[count++] = value;
      notEmpty.signal();
      mutex.unlock();
    }

    int take() {
      while (!locked(mutex)) {}
      while (count == 0) {
        await(notEmpty);
      }
      int value = values[--count];
      mutex.unlock();
      notFull.signal();
      return value;
    }

    private static void await(Cond cond) {
      try {
        cond.await();
      } catch (InterruptedOperationException e) {
        assertTrue(Thread.interrupted()); // and look again: the lock is held
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void noSignalIsLost(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var buffer = new Buffer();
          var side = new AtomicInteger();
          var sum = new AtomicLong();
          int each = Tier.work(2_000);
          together(() -> putOrTake(buffer, side.getAndIncrement() % 2 == 0, each, sum));
          assertEquals((long) WORKERS / 2 * each * (each + 1) / 2, sum.get());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whoIsInterruptedTakesNoSignal(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var buffer = new Buffer();
          var side = new AtomicInteger();
          var sum = new AtomicLong();
          int each = Tier.work(1_000);
          interrupted(() -> putOrTake(buffer, side.getAndIncrement() % 2 == 0, each, sum));
          assertEquals((long) WORKERS / 2 * each * (each + 1) / 2, sum.get());
        });
  }

  private static void putOrTake(Buffer buffer, boolean puts, int each, AtomicLong sum) {
    for (int i = 1; i <= each; i++) {
      if (puts) {
        buffer.put(i);
      } else {
        sum.addAndGet(buffer.take());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void allMeetAtEachBroadcast(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var lock = new Mutex();
          var cond = new Cond(lock);
          int rounds = Tier.work(500);
          int[] arrived = new int[1];
          int[] round = new int[1];
          together(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  lock.lock();
                  int mine = round[0];
                  if (++arrived[0] == WORKERS) {
                    arrived[0] = 0;
                    round[0]++;
                    cond.broadcast();
                  }
                  while (round[0] == mine) {
                    cond.await();
                  }
                  lock.unlock();
                }
              });
          assertEquals(rounds, round[0]);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void allSeeWhatIsDoneOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int things = Tier.work(2_000);
          var onces = new ArrayList<Once>();
          var values = new ArrayList<Supplier<Integer>>();
          int[] done = new int[things];
          int[] computed = new int[things];
          for (int i = 0; i < things; i++) {
            int own = i;
            onces.add(new Once());
            values.add(
                Once.value(
                    () -> {
                      Go.gosched();
                      return ++computed[own];
                    }));
          }
          var seen = new AtomicLong();
          together(
              () -> {
                for (int i = 0; i < things; i++) {
                  int own = i;
                  onces.get(i).run(() -> done[own]++);
                  seen.addAndGet(values.get(i).get());
                }
              });
          for (int i = 0; i < things; i++) {
            assertEquals(1, done[i]);
            assertEquals(1, computed[i]);
          }
          assertEquals((long) WORKERS * things, seen.get());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void anObjectOfAPoolIsOfOne(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var pool = new Pool<AtomicBoolean>(AtomicBoolean::new);
          var over = new AtomicBoolean();
          var collector =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        while (!over.get()) {
                          System.gc();
                          LockSupport.parkNanos(20_000_000);
                        }
                      });
          together(
              () -> {
                for (int i = 0; i < Tier.work(5_000); i++) {
                  var held = new ArrayList<AtomicBoolean>();
                  for (int k = 0; k <= i % 20; k++) {
                    AtomicBoolean used = pool.get();
                    assertTrue(used.compareAndSet(false, true), "somebody else has it");
                    held.add(used);
                  }
                  pauseSometimes(i);
                  for (AtomicBoolean used : held) {
                    used.set(false);
                    pool.put(used);
                  }
                }
              });
          over.set(true);
          collector.join();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void noGoroutineIsLeft(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var mutex = new Mutex();
          var lock = new RWMutex();
          var cond = new Cond(mutex);
          var over = new AtomicBoolean();
          var all = new WaitGroup();
          mutex.lock();
          lock.lock();
          for (int i = 0; i < Tier.work(10_000); i++) {
            int kind = i % 4;
            all.go(
                () -> {
                  Locker locker =
                      switch (kind) {
                        case 0 -> lock;
                        case 1 -> lock.rLocker();
                        default -> mutex;
                      };
                  locker.lock();
                  while (kind == 3 && !over.get()) {
                    cond.await();
                  }
                  locker.unlock();
                });
          }
          Go.gosched();
          lock.unlock();
          mutex.unlock();
          Go.gosched();
          mutex.lock();
          over.set(true);
          cond.broadcast();
          mutex.unlock();
          all.await();
          Eventually.that("none is left", () -> Go.numGoroutine() <= before);
          assertTrue(mutex.tryLock());
          assertTrue(lock.tryLock());
        });
  }
}
