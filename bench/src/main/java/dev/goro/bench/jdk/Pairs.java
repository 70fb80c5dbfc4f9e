package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * Many virtual threads in pairs, of which one puts and one takes, each with a queue of its own. An
 * operation is one value.
 *
 * @param pairs how many pairs
 * @param capacity the queues' capacity
 */
record Pairs(int pairs, int capacity) implements Work {
  /** As long as the pairs are made anew for each run, each hands over this many values at least. */
  private static final int VALUES = 100;

  @Override
  public long granularity() {
    return (long) pairs * VALUES;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long values = ops / pairs;
    BlockingQueue<Long> sums = Queues.make(pairs);
    for (int p = 0; p < pairs; p++) {
      BlockingQueue<Long> queue = Queues.make(capacity);
      Interruptible.start(
          () -> {
            for (long i = 0; i < values; i++) {
              queue.put(i);
            }
          });
      Interruptible.start(
          () -> {
            long sum = 0;
            for (long i = 0; i < values; i++) {
              sum += queue.take();
            }
            sums.put(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.take();
    }
    check("sum of what was received", pairs * (values * (values - 1) / 2), sum);
  }
}
