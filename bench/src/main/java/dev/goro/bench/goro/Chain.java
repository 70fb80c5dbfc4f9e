package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;

/**
 * Goroutines in a row, each adds one to what comes from its left and hands it to its right. One
 * value is under way at a time. An operation is one hop.
 */
final class Chain implements Work {
  private final int length;
  private final Chan<Long> left = Chan.make();
  private final Chan<Long> right;

  Chain(int length) {
    this.length = length;
    var in = left;
    for (int i = 0; i < length; i++) {
      Chan<Long> from = in;
      Chan<Long> to = Chan.make();
      go(
          () -> {
            for (long v : from) {
              to.send(v + 1);
            }
            to.close();
          });
      in = to;
    }
    right = in;
  }

  @Override
  public long granularity() {
    return length;
  }

  @Override
  public void run(long ops) {
    long hops = 0;
    while (hops < ops) {
      left.send(hops);
      hops = right.recv();
    }
    check("hops", ops, hops);
  }

  @Override
  public void close() {
    left.close();
    if (right.recv() != null) {
      throw new WrongResultException("chain: a value came out that nobody sent");
    }
  }
}
