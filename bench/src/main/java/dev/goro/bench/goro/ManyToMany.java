package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * Some goroutines send and as many receive, over one channel. An operation is one value.
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
  public void run(long ops) {
    long each = ops / pairs;
    Chan<Long> ch = Chan.make(CAPACITY);
    Chan<Long> sums = Chan.make(pairs);
    for (int p = 0; p < pairs; p++) {
      go(
          () -> {
            for (long i = 0; i < each; i++) {
              ch.send(i);
            }
          });
      go(
          () -> {
            long sum = 0;
            for (long i = 0; i < each; i++) {
              sum += ch.recv();
            }
            sums.send(sum);
          });
    }
    long sum = 0;
    for (int p = 0; p < pairs; p++) {
      sum += sums.recv();
    }
    check("sum of what was received", pairs * (each * (each - 1) / 2), sum);
  }
}
