package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * Virtual threads start one another, in several rows at once. An operation is one thread.
 *
 * @param rows how many rows
 */
record CreateInRows(int rows) implements Work {
  @Override
  public long granularity() {
    return rows;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long each = ops / rows;
    BlockingQueue<Long> ends = Queues.make(0);
    for (int i = 0; i < rows; i++) {
      Interruptible.start(() -> next(ends, each, 0));
    }
    for (int i = 0; i < rows; i++) {
      check("threads in a row", each, ends.take());
    }
  }

  private static void next(BlockingQueue<Long> ends, long left, long depth)
      throws InterruptedException {
    if (left == 0) {
      ends.put(depth);
      return;
    }
    Interruptible.start(() -> next(ends, left - 1, depth + 1));
  }
}
