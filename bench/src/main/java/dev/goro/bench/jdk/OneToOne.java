package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * One virtual thread sends, one receives, over a queue. An operation is one value.
 *
 * @param capacity the queue's capacity
 */
record OneToOne(int capacity) implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    BlockingQueue<Long> queue = Queues.make(capacity);
    Interruptible.start(
        () -> {
          for (long i = 0; i < ops; i++) {
            queue.put(i);
          }
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += queue.take();
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }
}
