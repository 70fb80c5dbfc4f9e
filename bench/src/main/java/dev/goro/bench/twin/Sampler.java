package dev.goro.bench.twin;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Warms a workload up and then takes its samples. A sample is as many operations as fill the asked
 * time; nothing is collected or compiled by force between samples, so what a workload leaves to the
 * collector is paid inside them.
 */
public final class Sampler {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long warmupNanos;
  private final long sampleNanos;
  private final int samples;
  private final Supplier<Map<String, Long>> counters;
  private List<Series> counts = List.of();

  /**
   * Makes one.
   *
   * @param warmupMillis how long to warm up, at least; see {@link Warmup}
   * @param sampleMillis how long a sample takes, at least
   * @param samples how many samples
   */
  public Sampler(long warmupMillis, long sampleMillis, int samples) {
    this(warmupMillis, sampleMillis, samples, Map::of);
  }

  /**
   * Makes one that reads a runtime's counters, too.
   *
   * @param warmupMillis how long to warm up, at least; see {@link Warmup}
   * @param sampleMillis how long a sample takes, at least
   * @param samples how many samples
   * @param counters reads the counters, which only grow, by their names; always the same names
   */
  public Sampler(
      long warmupMillis, long sampleMillis, int samples, Supplier<Map<String, Long>> counters) {
    warmupNanos = warmupMillis * 1_000_000;
    sampleNanos = sampleMillis * 1_000_000;
    this.samples = samples;
    this.counters = counters;
  }

  /**
   * Measures a workload.
   *
   * @param work the workload; left open
   * @return its samples
   * @throws Exception what the work threw
   */
  public Series measure(Work work) throws Exception {
    long granularity = work.granularity();
    long ops = opsFor(sampleNanos * 1.1, warmUp(work), granularity);
    var times = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    var counted = new TreeMap<String, List<Double>>();
    while (times.size() < samples) {
      work.prepare(ops);
      Map<String, Long> countersBefore = counters.get();
      long cpuBefore = cpuNanos();
      long before = System.nanoTime();
      work.run(ops);
      long elapsed = System.nanoTime() - before;
      long cpuUsed = cpuNanos() - cpuBefore;
      if (elapsed < sampleNanos) {
        ops = opsFor(sampleNanos * 1.2, (double) elapsed / ops, granularity);
        continue;
      }
      times.add((double) elapsed / ops);
      cpu.add((double) cpuUsed / ops);
      double n = ops;
      counters
          .get()
          .forEach(
              (name, count) ->
                  counted
                      .computeIfAbsent(name, _ -> new ArrayList<>())
                      .add((count - countersBefore.get(name)) / n));
    }
    counts = counted.entrySet().stream().map(e -> counts(e.getKey(), e.getValue())).toList();
    return new Series("time", times, cpu);
  }

  private static Series counts(String name, List<Double> perOp) {
    return new Series(name, perOp, List.of());
  }

  /**
   * What the runtime's counters grew by in the samples taken last.
   *
   * @return for each counter its growth an operation
   */
  public List<Series> counts() {
    return counts;
  }

  /**
   * A warm-up of the asked time, which begins now.
   *
   * @return the warm-up
   */
  public Warmup warmup() {
    return new Warmup(warmupNanos);
  }

  /** Returns the nanoseconds that an operation took at the end of the warm-up. */
  private double warmUp(Work work) throws Exception {
    long ops = work.granularity();
    var warmup = warmup();
    while (true) {
      work.prepare(ops);
      long before = System.nanoTime();
      work.run(ops);
      long elapsed = System.nanoTime() - before;
      if (warmup.isOver() && elapsed >= sampleNanos / 8) {
        return (double) elapsed / ops;
      }
      if (elapsed < sampleNanos / 4) {
        ops *= 2;
      }
    }
  }

  private static long opsFor(double nanos, double perOp, long granularity) {
    return ((long) (nanos / perOp) / granularity + 1) * granularity;
  }

  /**
   * The CPU time that the process has used.
   *
   * @return user and system time in nanoseconds
   */
  public static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
