package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many that one call wakes: one, those that go to the waker's own queue, and those that do not fit.
 */
class WakeManyTest {
  private final Mutex mutex = new Mutex();
  private final Cond cond = new Cond(mutex);
  private final WaitGroup all = new WaitGroup();

  // guarded by the mutex
  private int waiting;
  private final List<Integer> woken = new ArrayList<>();

  private void assertWoken(int n) {
    assertEquals(IntStream.range(0, n).boxed().toList(), woken.stream().sorted().toList());
  }

  private void startWaiters(int n) {
    for (int i = 0; i < n; i++) {
      all.go(
          () -> {
            mutex.lock();
            int place = waiting++;
            cond.await();
            woken.add(place);
            mutex.unlock();
          });
    }
    boolean wait = true;
    while (wait) {
      Go.gosched();
      mutex.lock();
      wait = waiting < n;
      mutex.unlock();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 128, 129, 255, 256, 257, 1_000})
  void eachRunsOnce(int n) throws Exception {
    onMainAtProcs(
        1,
        () -> {
          startWaiters(n);
          cond.broadcast();
          all.await();
        });
    assertWoken(n);
  }

  /** They do not all fit in behind those that stand there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 128, 129})
  void theyAllRunBehindAQueueThatIsNearlyFull(int n) throws Exception {
    onMainAtProcs(
        1,
        () -> {
          startWaiters(n);
          all.add(250);
          for (int i = 0; i < 250; i++) {
            go(all::done);
          }
          cond.broadcast();
          all.await();
        });
    assertWoken(n);
  }

  /** The waker does not give way: an M that had nothing to do runs them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 128, 129})
  void othersRunThemBesideAWakerThatComputes(int n) throws Exception {
    onMainAtProcs(
        2,
        () -> {
          startWaiters(n);
          cond.broadcast();
          boolean wait = true;
          while (wait) {
            Thread.onSpinWait();
            if (mutex.tryLock()) {
              wait = woken.size() < n;
              mutex.unlock();
            }
          }
          all.await();
        });
    assertWoken(n);
  }
}
