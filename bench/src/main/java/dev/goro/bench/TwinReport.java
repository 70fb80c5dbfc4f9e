package dev.goro.bench;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The line that a twin's process prints.
 *
 * @param workload the workload's id
 * @param procs how many goroutines or threads could run at once, as the runtime itself told it
 * @param series what was measured
 */
record TwinReport(String workload, int procs, List<Series> series) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /**
   * What was measured of one metric.
   *
   * @param metric the metric's name
   * @param samples a value for each sample
   * @param cpu CPU nanoseconds an operation for each sample; empty or absent for bytes
   */
  record Series(String metric, List<Double> samples, List<Double> cpu) {
    Series {
      cpu = cpu == null ? List.of() : cpu;
    }
  }

  static TwinReport parse(String line) {
    try {
      return MAPPER.readValue(line, TwinReport.class);
    } catch (JacksonException e) {
      throw new BenchException("a twin printed no report but: " + line, e);
    }
  }
}
