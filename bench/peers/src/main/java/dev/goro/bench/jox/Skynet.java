package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * A tree of virtual threads, ten children to a node, sums the numbers of its leaves upwards over
 * unbuffered channels. An operation is one leaf.
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
      Channel<Long> result = Threads.channel(0);
      Threads.start(() -> node(result, 0, leaves));
      check("sum of the leaves", (long) leaves * (leaves - 1) / 2, result.receive());
    }
  }

  private static void node(Channel<Long> parent, long first, long leaves)
      throws InterruptedException {
    if (leaves == 1) {
      parent.send(first);
      return;
    }
    Channel<Long> results = Threads.channel(0);
    long share = leaves / CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
      long childFirst = first + i * share;
      Threads.start(() -> node(results, childFirst, share));
    }
    long sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
      sum += results.receive();
    }
    parent.send(sum);
  }
}
