package dev.goro.lab.threads;

import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Sampler;
import dev.goro.lab.process.Experiment;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What it costs to create one: it is started, adds one to a sum, and ends. A hundred at a time, so
 * that the sum of their starts is measured and not the wait for each.
 */
public final class Creation implements Experiment {
  private static final int AT_ONCE = 100;

  /** Made by its name. */
  public Creation() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.getFirst());
    return Sampler.sample(Effort.of(args.subList(1, args.size())), times -> create(crew, times));
  }

  private static void create(Crew crew, long times) throws InterruptedException {
    var sum = new LongAdder();
    for (long left = times; left > 0; left -= AT_ONCE) {
      int now = (int) Math.min(left, AT_ONCE);
      var ended = new CountDownLatch(now);
      for (int i = 0; i < now; i++) {
        crew.start(
            () -> {
              sum.increment();
              ended.countDown();
            });
      }
      ended.await();
    }
    if (sum.sum() != times) {
      throw new IllegalStateException(times + " were started, and " + sum.sum() + " ran");
    }
  }
}
