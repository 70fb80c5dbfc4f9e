package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.coroutine.Coroutine;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines whose bodies wait in every way, resumed by whoever comes: goroutines, platform threads
 * and other coroutines, with and without a monitor held, while dumps are taken. Each body counts
 * what it was given, and who resumes compares.
 */
@GoroTest(seconds = 600)
class CoroutineStormTest {
  private static final int COROUTINES = 40;
  private static final int WORKERS = 12;
  private static final int STEPS = 4_000;

  private final Chan<Integer> numbers = Chan.make();
  private final Object monitor = new Object();
  private int underMonitor;

  /** One that may be resumed by anybody who holds its mutex. */
  private final class Shared {
    final Mutex mutex = new Mutex();
    final Random random;
    final Coroutine<Integer, Integer> coroutine;
    int expected;

    Shared(int seed) {
      random = new Random(seed);
      coroutine =
          Coroutine.of(
              (self, first) -> {
                int sum = first;
                try {
                  while (true) {
                    wait(random.nextInt(14));
                    sum += self.yield(sum);
                  }
                } finally {
                  expected = -sum;
                }
              });
    }

    private void wait(int how) throws InterruptedException {
      switch (how) {
        case 0 -> Go.gosched();
        case 1 -> Thread.yield();
        case 2 -> numbers.recv();
        case 3 -> LockSupport.parkNanos(1_000);
        case 4 -> Go.sleep(Duration.ofNanos(1_000));
        case 5 -> {
          synchronized (monitor) {
            underMonitor++;
          }
        }
        case 6 -> inner();
        default -> {}
      }
    }

    private void inner() {
      Coroutine<Integer, Integer> inner =
          Coroutine.of(
              (self, first) -> {
                int seen = self.yield(first + 1);
                Go.gosched();
                return seen + numbers.recv() * 0;
              });
      assertEquals(2, inner.resume(1));
      assertEquals(7, inner.resume(7));
    }

    void step(int value) {
      mutex.lock();
      try {
        expected += value;
        assertEquals(expected, coroutine.resume(value));
      } finally {
        mutex.unlock();
      }
    }
  }

  private void work(List<Shared> all, int seed) {
    var random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      var shared = all.get(random.nextInt(all.size()));
      if (random.nextInt(10) == 0) {
        var own = new Object();
        synchronized (own) {
          shared.step(i);
          assertTrue(Thread.holdsLock(own));
        }
      } else {
        shared.step(i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void whoeverResumesGetsTheRightValue(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var stop = new AtomicBoolean();
          var fed = new WaitGroup();
          fed.go(
              () -> {
                while (!stop.get()) {
                  if (!numbers.trySend(1)) {
                    Go.gosched();
                  }
                }
              });
          var all = new ArrayList<Shared>();
          for (int i = 0; i < COROUTINES; i++) {
            all.add(new Shared(i));
          }
          var failed = new AtomicInteger();
          var threads = new ArrayList<Thread>();
          var wg = new WaitGroup();
          for (int w = 0; w < WORKERS; w++) {
            int seed = w;
            if (w % 4 == 3) {
              threads.add(
                  Thread.ofPlatform()
                      .uncaughtExceptionHandler((t, e) -> failed.incrementAndGet())
                      .start(() -> work(all, seed)));
            } else {
              wg.go(() -> work(all, seed));
            }
          }
          for (int i = 0; i < 20; i++) {
            Go.dump();
            Go.sleep(Duration.ofMillis(5));
          }
          wg.await();
          for (Thread t : threads) {
            t.join();
          }
          assertEquals(0, failed.get());
          for (Shared s : all) {
            int before = s.expected;
            boolean begun = before != 0;
            s.coroutine.close();
            assertEquals(begun ? -before : 0, s.expected);
          }
          stop.set(true);
          fed.await();
        });
  }
}
