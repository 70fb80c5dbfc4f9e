package dev.goro.lab.threads;

import dev.goro.Chan;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Sampler;
import dev.goro.lab.process.Experiment;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * What it costs to pass a value on, from one that produces to one that consumes: threads by a lock
 * and two conditions, goroutines by a channel, with the same room between the two. One operation is
 * one value.
 */
public final class Communication implements Experiment {
  /** Made by its name. */
  public Communication() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.get(0));
    int capacity = Integer.parseInt(args.get(1));
    return Sampler.sample(
        Effort.of(args.subList(2, args.size())),
        times -> {
          long sum =
              switch (crew) {
                case THREADS -> byLock(capacity, times);
                case GOROUTINES -> byChannel(capacity, times);
              };
          if (sum != times * (times - 1) / 2) {
            throw new IllegalStateException(times + " values were sent, and others came");
          }
        });
  }

  private static long byLock(int capacity, long times) throws Exception {
    var buffer = new LockedBuffer(capacity);
    var sum =
        new FutureTask<>(
            () -> {
              long all = 0;
              for (long i = 0; i < times; i++) {
                all += buffer.take();
              }
              return all;
            });
    Crew.THREADS.start(sum);
    for (long i = 0; i < times; i++) {
      buffer.put(i);
    }
    return sum.get();
  }

  private static long byChannel(int capacity, long times) {
    Chan<Long> values = Chan.make(capacity);
    Chan<Long> sum = Chan.make();
    Crew.GOROUTINES.start(
        () -> {
          long all = 0;
          for (long value : values) {
            all += value;
          }
          sum.send(all);
        });
    for (long i = 0; i < times; i++) {
      values.send(i);
    }
    values.close();
    return sum.recv();
  }
}
