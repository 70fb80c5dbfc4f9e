package dev.goro.bench.goro;

import static dev.goro.Go.gosched;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import dev.goro.sync.WaitGroup;
import java.util.Arrays;

/**
 * Some goroutines do nothing but give way to one another. An operation is one {@code gosched}.
 *
 * @param goroutines how many goroutines
 */
record Yield(int goroutines) implements Work {
  @Override
  public long granularity() {
    return goroutines;
  }

  @Override
  public void run(long ops) {
    long each = ops / goroutines;
    var counts = new long[goroutines];
    var wg = new WaitGroup();
    for (int i = 0; i < goroutines; i++) {
      int me = i;
      wg.go(
          () -> {
            long n = 0;
            while (n < each) {
              gosched();
              n++;
            }
            counts[me] = n;
          });
    }
    wg.await();
    check("yields", ops, Arrays.stream(counts).sum());
  }
}
