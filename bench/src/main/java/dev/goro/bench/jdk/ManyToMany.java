package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * Some virtual threads put and as many take, with one queue. An operation is one value.
 *
 * @param pairs how many of either
 */
record ManyToMany(int pairs) implements Work {
  private static final int CAPACITY = 128;

  @Override
  public long granularity() {
    return pairs;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long each = ops / pairs;
    BlockingQueue<Long> queue = Queues.make(CAPACITY);
    BlockingQueue<Long> sums = Queues.make(pairs);
    for (int p = 0; p < pairs; p++) {
      Interruptible.start(
          () -> {
            for (long i = 0; i < each; i++) {
              queue.put(i);
            }
          });
      Interruptible.start(
          () -> {
            long sum = 0;
            for (long i = 0; i < each; i++) {
              sum += queue.take();
            }
            sums.put(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.take();
    }
    check("sum of what was received", pairs * (each * (each - 1) / 2), sum);
  }
}
