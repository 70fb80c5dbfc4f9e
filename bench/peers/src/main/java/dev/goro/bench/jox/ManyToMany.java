package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * Some virtual threads send and as many receive, over one channel. An operation is one value.
 *
 * @param pairs how many senders, and how many receivers
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
    Channel<Long> ch = Threads.channel(CAPACITY);
    Channel<Long> sums = Threads.channel(pairs);
    for (int p = 0; p < pairs; p++) {
      Threads.start(
          () -> {
            for (long i = 0; i < each; i++) {
              ch.send(i);
            }
          });
      Threads.start(
          () -> {
            long sum = 0;
            for (long i = 0; i < each; i++) {
              sum += ch.receive();
            }
            sums.send(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.receive();
    }
    check("sum of what was received", pairs * (each * (each - 1) / 2), sum);
  }
}
