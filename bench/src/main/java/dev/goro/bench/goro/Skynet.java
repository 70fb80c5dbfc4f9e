package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * A tree of goroutines, ten children to a node, sums the numbers of its leaves upwards over
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
  public void run(long ops) {
    for (long done = 0; done < ops; done += leaves) {
      Chan<Long> result = Chan.make();
      go(() -> node(result, 0, leaves));
      check("sum of the leaves", (long) leaves * (leaves - 1) / 2, result.recv());
    }
  }

  private static void node(Chan<Long> parent, long first, long leaves) {
    if (leaves == 1) {
      parent.send(first);
      return;
    }
    Chan<Long> results = Chan.make();
    long share = leaves / CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
      long childFirst = first + i * share;
      go(() -> node(results, childFirst, share));
    }
    long sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
      sum += results.recv();
    }
    parent.send(sum);
  }
}
