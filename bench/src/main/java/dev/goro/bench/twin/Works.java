package dev.goro.bench.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The workloads of a Java twin by their ids. A suite has one; a twin's main class adds them up. */
public final class Works {
  private final Map<String, Measurement> all = new HashMap<>();

  /** Makes one without workloads. */
  public Works() {}

  /**
   * Puts suites together.
   *
   * @param suites the suites' workloads
   * @return all of them
   */
  public static Works of(Works... suites) {
    var sum = new Works();
    for (Works suite : suites) {
      suite.all.forEach(sum::measure);
    }
    return sum;
  }

  /**
   * Adds a workload whose operations are timed.
   *
   * @param workload its id
   * @param maker makes its work of a given size
   * @return this
   */
  public Works add(String workload, IntFunction<Work> maker) {
    return measure(
        workload,
        (size, sampler) -> {
          try (var work = maker.apply(size)) {
            var all = new ArrayList<>(List.of(sampler.measure(work)));
            all.addAll(sampler.counts());
            return all;
          }
        });
  }

  /**
   * Adds a workload that has figures of its own.
   *
   * @param workload its id
   * @param measurement how it is measured
   * @return this
   */
  public Works measure(String workload, Measurement measurement) {
    if (all.putIfAbsent(workload, measurement) != null) {
      throw new IllegalArgumentException("the workload \"" + workload + "\" is there twice");
    }
    return this;
  }

  List<Series> series(String workload, int size, Sampler sampler) throws Exception {
    var measurement = all.get(workload);
    if (measurement == null) {
      throw new IllegalArgumentException("this twin has no workload \"" + workload + "\"");
    }
    return measurement.measure(size, sampler);
  }
}
