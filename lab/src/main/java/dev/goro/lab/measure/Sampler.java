package dev.goro.lab.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Warms a work up and takes its samples. A sample is as many operations as fill the asked time, so
 * that the clock's own cost and grain are nothing beside it. What the work leaves to the collector
 * is paid inside the samples.
 */
public final class Sampler {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Sampler() {}

  /**
   * Measures a work.
   *
   * @param effort how thoroughly
   * @param work the work
   * @return for each sample the nanoseconds of one operation
   * @throws Exception what the work threw
   */
  public static List<Double> sample(Effort effort, Work work) throws Exception {
    long ops = warmUp(effort, work);
    var samples = new ArrayList<Double>();
    while (samples.size() < effort.samples()) {
      long elapsed = time(work, ops);
      if (elapsed < effort.sampleMillis() * NANOS_PER_MILLI) {
        ops += ops / 2 + 1; // it has become faster than it was in the warm-up
        continue;
      }
      samples.add((double) elapsed / ops);
    }
    return samples;
  }

  /** Returns how many operations fill a sample. */
  private static long warmUp(Effort effort, Work work) throws Exception {
    long end = System.nanoTime() + effort.warmupMillis() * NANOS_PER_MILLI;
    long sample = effort.sampleMillis() * NANOS_PER_MILLI;
    long ops = 1;
    while (true) {
      long elapsed = Math.max(1, time(work, ops));
      boolean warm = System.nanoTime() - end >= 0;
      if (warm && elapsed >= sample / 4) {
        return (long) (1.2 * sample / elapsed * ops) + 1;
      }
      if (elapsed < sample / 2) {
        ops *= 2;
      }
    }
  }

  private static long time(Work work, long ops) throws Exception {
    long before = System.nanoTime();
    work.run(ops);
    return System.nanoTime() - before;
  }
}
