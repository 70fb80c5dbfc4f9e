package dev.goro.conformance.runtime;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Recursion hundreds of thousands of calls deep on a goroutine: arithmetic in unary. Go: {@code
 * test/peano.go}.
 */
class PeanoTest {
  private static final int[] FACTORIALS = {1, 1, 2, 6, 24, 120, 720, 5_040, 40_320, 362_880};

  /** A natural number: null is zero, and another is one more than its predecessor. */
  private record Natural(Natural predecessor) {
    static Natural of(int n) {
      return n == 0 ? null : new Natural(of(n - 1));
    }

    static int count(Natural n) {
      return n == null ? 0 : count(n.predecessor()) + 1;
    }

    static Natural sum(Natural a, Natural b) {
      return b == null ? a : sum(new Natural(a), b.predecessor());
    }

    static Natural product(Natural a, Natural b) {
      return a == null || b == null ? null : sum(product(a, b.predecessor()), a);
    }

    static Natural factorial(Natural n) {
      return n == null ? new Natural(null) : product(factorial(n.predecessor()), n);
    }
  }

  @Test
  void unaryArithmetic() throws Exception {
    onMain(
        () -> {
          for (int a = 0; a < 5; a++) {
            for (int b = 0; b < 5; b++) {
              Natural x = Natural.of(a);
              Natural y = Natural.of(b);
              assertEquals(a + b, Natural.count(Natural.sum(x, y)));
              assertEquals(a * b, Natural.count(Natural.product(x, y)));
            }
          }
        });
  }

  @Test
  void theMainGoroutineRecursesDeeply() throws Exception {
    onMain(PeanoTest::checkFactorials);
  }

  @Test
  void everyGoroutineRecursesDeeply() throws Exception {
    onMain(
        () -> {
          var done = new AtomicInteger();
          var all = new WaitGroup();
          for (int i = 0; i < 4; i++) {
            all.go(
                () -> {
                  Go.gosched();
                  checkFactorials();
                  done.incrementAndGet();
                });
          }
          all.await();
          assertEquals(4, done.get());
        });
  }

  /** A deep stack also parks and goes on. */
  @Test
  void aDeepStackParks() throws Exception {
    onMain(() -> assertEquals(50_000, countYielding(50_000)));
  }

  private static void checkFactorials() {
    for (int n = 0; n < FACTORIALS.length; n++) {
      assertEquals(FACTORIALS[n], Natural.count(Natural.factorial(Natural.of(n))));
    }
  }

  private static int countYielding(int depth) {
    if (depth == 0) {
      Go.gosched();
      return 0;
    }
    int below = countYielding(depth - 1);
    if (depth % 500 == 0) {
      Go.gosched();
    }
    return below + 1;
  }
}
