package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * Values stream through a row of virtual threads, as many at a time as there is room for. An
 * operation is one hop.
 *
 * @param length how many virtual threads
 * @param capacity the queues' capacity
 */
record Stream(int length, int capacity) implements Work {
  /** As long as the row is made anew for each run, this many values at least go through it. */
  private static final int VALUES = 100;

  @Override
  public long granularity() {
    return (long) length * VALUES;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long values = ops / length;
    BlockingQueue<Long> first = Queues.make(capacity);
    Interruptible.start(
        () -> {
          for (long i = 0; i < values; i++) {
            first.put(i);
          }
        });
    var in = first;
    for (int i = 1; i < length; i++) {
      var from = in;
      BlockingQueue<Long> to = Queues.make(capacity);
      Interruptible.start(
          () -> {
            for (long n = 0; n < values; n++) {
              to.put(from.take());
            }
          });
      in = to;
    }
    long sum = 0;
    for (long i = 0; i < values; i++) {
      sum += in.take();
    }
    check("sum of what came out", values * (values - 1) / 2, sum);
  }
}
