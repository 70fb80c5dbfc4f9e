package dev.goro.sync;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * A shelf of a pool by itself: what one goroutine puts comes out once, whoever takes it. Go: the
 * tests of the queues of a pool in {@code src/sync/pool_test.go}.
 */
class PoolShelfConformanceTest {
  private static final int OBJECTS = 20_000;
  private static final int TAKERS = 9;

  private final AtomicIntegerArray taken = new AtomicIntegerArray(OBJECTS);

  private boolean take(Pool.Shelf shelf) {
    if (!(shelf.take() instanceof Integer n)) {
      return false;
    }
    taken.incrementAndGet(n);
    return true;
  }

  @EachProcs
  void whatOnePutsIsTakenOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var shelf = new Pool.Shelf(1);
          var over = new AtomicBoolean();
          var takers = new WaitGroup();
          for (int i = 0; i < TAKERS; i++) {
            takers.go(
                () -> {
                  while (!over.get()) {
                    if (!take(shelf)) {
                      Go.gosched();
                    }
                  }
                });
          }
          for (int n = 0; n < OBJECTS; n++) {
            shelf.put(n);
            if (n % 10 == 0) {
              take(shelf);
            }
            if (n % 100 == 0) {
              Go.gosched();
            }
          }
          over.set(true);
          takers.await();
          while (take(shelf)) {
            // what nobody has taken yet
          }
          IntStream.range(0, OBJECTS).forEach(n -> assertEquals(1, taken.get(n)));
        });
  }
}
