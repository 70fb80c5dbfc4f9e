package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * Values stream through a row of virtual threads, as many at a time as there is room for. An
 * operation is one hop.
 *
 * @param length how many virtual threads
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
  public void run(long ops) throws InterruptedException {
    long values = ops / length;
    Channel<Long> first = Threads.channel(capacity);
    Threads.start(
        () -> {
          for (long i = 0; i < values; i++) {
            first.send(i);
          }
        });
    var in = first;
    for (int i = 1; i < length; i++) {
      var from = in;
      Channel<Long> to = Threads.channel(capacity);
      Threads.start(
          () -> {
            for (long n = 0; n < values; n++) {
              to.send(from.receive());
            }
          });
      in = to;
    }
    long sum = 0;
    for (long i = 0; i < values; i++) {
      sum += in.receive();
    }
    check("sum of what came out", values * (values - 1) / 2, sum);
  }
}
