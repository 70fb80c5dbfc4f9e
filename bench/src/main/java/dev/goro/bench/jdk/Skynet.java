package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * A tree of virtual threads, ten children to a node, sums the numbers of its leaves upwards over
 * synchronous queues. An operation is one leaf.
 *
 * @param leaves how many leaves, a power of ten
 */
record Skynet(int leaves) implements Work {
  private static final int CHILDREN = 10;

  @Override
  public long granularity() {
    return leaves;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    for (long done = 0; done < ops; done += leaves) {
      BlockingQueue<Long> result = Queues.make(0);
      Interruptible.start(() -> node(result, 0, leaves));
      check("sum of the leaves", (long) leaves * (leaves - 1) / 2, result.take());
    }
  }

  private static void node(BlockingQueue<Long> parent, long first, long leaves)
      throws InterruptedException {
    if (leaves == 1) {
      parent.put(first);
      return;
    }
    BlockingQueue<Long> results = Queues.make(0);
    long share = leaves / CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
      long childFirst = first + i * share;
      Interruptible.start(() -> node(results, childFirst, share));
    }
    long sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
      sum += results.take();
    }
    parent.put(sum);
  }
}
