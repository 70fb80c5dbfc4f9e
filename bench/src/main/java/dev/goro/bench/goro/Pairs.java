package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * Many senders and receivers in pairs, each with a channel of its own. An operation is one value.
 *
 * @param pairs how many pairs
 * @param capacity the channels' capacity
 */
record Pairs(int pairs, int capacity) implements Work {
  /** As long as the pairs are made anew for each run, each hands over this many values at least. */
  private static final int VALUES = 100;

  @Override
  public long granularity() {
    return (long) pairs * VALUES;
  }

  @Override
  public void run(long ops) {
    long values = ops / pairs;
    Chan<Long> sums = Chan.make(pairs);
    for (int p = 0; p < pairs; p++) {
      Chan<Long> ch = Chan.make(capacity);
      go(
          () -> {
            for (long i = 0; i < values; i++) {
              ch.send(i);
            }
          });
      go(
          () -> {
            long sum = 0;
            for (long i = 0; i < values; i++) {
              sum += ch.recv();
            }
            sums.send(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.recv();
    }
    check("sum of what was received", pairs * (values * (values - 1) / 2), sum);
  }
}
