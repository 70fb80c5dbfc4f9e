package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.Arrays;

/**
 * Some virtual threads do nothing but give way to one another. An operation is one {@code
 * Thread.yield}.
 *
 * @param threads how many threads
 */
record Yield(int threads) implements Work {
  @Override
  public long granularity() {
    return threads;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long each = ops / threads;
    var counts = new long[threads];
    var started = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      int me = i;
      started[i] =
          Thread.startVirtualThread(
              () -> {
                long n = 0;
                while (n < each) {
                  Thread.yield();
                  n++;
                }
                counts[me] = n;
              });
    }
    for (Thread t : started) {
      t.join();
    }
    check("yields", ops, Arrays.stream(counts).sum());
  }
}
