package dev.goro.bench.twin;

import java.util.List;

/** How a workload is measured that has more to tell than the time of its operation. */
@FunctionalInterface
public interface Measurement {
  /**
   * Measures it.
   *
   * @param size the workload's size
   * @param sampler takes samples, and knows how long to warm up
   * @return what was measured
   * @throws Exception what the work threw
   */
  List<Series> measure(int size, Sampler sampler) throws Exception;
}
