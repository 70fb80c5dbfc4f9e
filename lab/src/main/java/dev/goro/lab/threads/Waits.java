package dev.goro.lab.threads;

import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The overhead of waiting: each sleeps a millisecond, many times. What the CPUs did meanwhile is
 * what it costs to put to sleep and to wake.
 */
public final class Waits implements Experiment {
  /** How often each sleeps for one sample. */
  private static final int TIMES = 100;

  /** Made by its name. */
  public Waits() {}

  @Override
  public Object run(List<String> args) throws Exception {
    var crew = Crew.valueOf(args.get(0));
    int count = Integer.parseInt(args.get(1));
    int samples = Integer.parseInt(args.get(2));
    measure(crew, count);
    measure(crew, count);
    var cpu = new ArrayList<Double>();
    for (int i = 0; i < samples; i++) {
      cpu.add(measure(crew, count));
    }
    return cpu;
  }

  /** The CPU nanoseconds of one sleep. */
  private static double measure(Crew crew, int count) throws InterruptedException {
    var here = new CountDownLatch(count);
    var begin = new CountDownLatch(1);
    var end = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      crew.start(
          () -> {
            try {
              here.countDown();
              begin.await();
              for (int n = 0; n < TIMES; n++) {
                Thread.sleep(1);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            end.countDown();
          });
    }
    here.await();
    long before = Usage.cpuNanos();
    begin.countDown();
    end.await();
    return (double) (Usage.cpuNanos() - before) / ((long) count * TIMES);
  }
}
