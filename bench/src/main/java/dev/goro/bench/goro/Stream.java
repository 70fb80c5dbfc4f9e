package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * Values stream through a row of goroutines, as many at a time as there is room for. An operation
 * is one hop.
 *
 * @param length how many goroutines
 * @param capacity the channels' capacity
 */
record Stream(int length, int capacity) implements Work {
  /** As long as the row is made anew for each run, this many values at least go through it. */
  private static final int VALUES = 100;

  @Override
  public long granularity() {
    return (long) length * VALUES;
  }

  @Override
  public void run(long ops) {
    long values = ops / length;
    Chan<Long> first = Chan.make(capacity);
    go(
        () -> {
          for (long i = 0; i < values; i++) {
            first.send(i);
          }
        });
    var in = first;
    for (int i = 1; i < length; i++) {
      var from = in;
      Chan<Long> to = Chan.make(capacity);
      go(
          () -> {
            for (long n = 0; n < values; n++) {
              to.send(from.recv());
            }
          });
      in = to;
    }
    long sum = 0;
    for (long i = 0; i < values; i++) {
      sum += in.recv();
    }
    check("sum of what came out", values * (values - 1) / 2, sum);
  }
}
