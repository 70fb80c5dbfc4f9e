package dev.goro.lab.bound;

import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import dev.goro.lab.technique.Tasks;
import dev.goro.lab.technique.Technique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Work that only waits: so many tasks at once, each of which sleeps. */
public final class Waiting implements Experiment {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Made by its name. */
  public Waiting() {}

  /**
   * What was measured.
   *
   * @param nanos for each sample the time from the first start to the last end
   * @param cpuNanos for each sample the CPU time of one wait
   * @param busy for each sample how many CPUs were busy on average
   * @param peakBytes the peak resident memory; 0 where the system does not tell it
   */
  record Answer(List<Double> nanos, List<Double> cpuNanos, List<Double> busy, long peakBytes) {}

  @Override
  public Object run(List<String> args) throws Exception {
    Tasks tasks = Technique.valueOf(args.get(0)).open();
    int waits = Integer.parseInt(args.get(1));
    var time = Duration.ofMillis(Long.parseLong(args.get(2)));
    var effort = Effort.of(args.subList(3, args.size()));
    return tasks.within(
        () -> {
          Usage.cpuNanos(); // its first call takes long
          repeat(tasks, waits, time, effort.warmupMillis());
          var nanos = new ArrayList<Double>();
          var cpuNanos = new ArrayList<Double>();
          var busy = new ArrayList<Double>();
          for (int i = 0; i < effort.samples(); i++) {
            long cpu = Usage.cpuNanos();
            long begin = System.nanoTime();
            int times = repeat(tasks, waits, time, effort.sampleMillis());
            double elapsed = System.nanoTime() - begin;
            double used = Usage.cpuNanos() - cpu;
            nanos.add(elapsed / times);
            cpuNanos.add(used / times / waits);
            busy.add(used / elapsed);
          }
          return new Answer(nanos, cpuNanos, busy, Usage.peakResidentBytes().orElse(0));
        });
  }

  /** All of them wait, again and again until the time is over; returns how often. */
  private static int repeat(Tasks tasks, int waits, Duration time, long millis) throws Exception {
    long end = System.nanoTime() + millis * NANOS_PER_MILLI;
    int times = 0;
    do {
      waitAtOnce(tasks, waits, time);
      times++;
    } while (System.nanoTime() - end < 0);
    return times;
  }

  private static void waitAtOnce(Tasks tasks, int waits, Duration time) throws Exception {
    var all = new ArrayList<Tasks.Started<Integer>>(waits);
    for (int i = 0; i < waits; i++) {
      all.add(
          tasks.spawn(
              () -> {
                tasks.sleep(time);
                return 1;
              }));
    }
    int sum = 0;
    for (var one : all) {
      sum += one.await();
    }
    if (sum != waits) {
      throw new IllegalStateException(waits + " were to wait, and " + sum + " did");
    }
  }
}
