package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
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
  public void run(long ops) throws InterruptedException {
    long values = ops / pairs;
    Channel<Long> sums = Threads.channel(pairs);
    for (int p = 0; p < pairs; p++) {
      Channel<Long> ch = Threads.channel(capacity);
      Threads.start(
          () -> {
            for (long i = 0; i < values; i++) {
              ch.send(i);
            }
          });
      Threads.start(
          () -> {
            long sum = 0;
            for (long i = 0; i < values; i++) {
              sum += ch.receive();
            }
            sums.send(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.receive();
    }
    check("sum of what was received", pairs * (values * (values - 1) / 2), sum);
  }
}
