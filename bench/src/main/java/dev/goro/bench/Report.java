package dev.goro.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.goro.bench.Statistics.Ratio;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark found.
 *
 * @param machine where and with what it ran
 * @param rounds how many rounds
 * @param results a row for each metric and number of procs
 */
record Report(Machine machine, int rounds, List<Row> results) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * A row. The maps' keys are the contenders' ids; a contender that was not measured is absent.
   *
   * @param workload the row's name
   * @param suite the suite of its workload
   * @param group what it stands for among the goals
   * @param procs how many goroutines or threads could run at once
   * @param unit the values' unit
   * @param median the median over the rounds
   * @param ratio Goro's value divided by the other's
   * @param cpu CPU nanoseconds an operation, the median over the rounds; absent for bytes
   * @param cpuRatio Goro's CPU time divided by the other's
   * @param rounds each round's value, in order
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Row(
      String workload,
      String suite,
      String group,
      int procs,
      String unit,
      Map<String, Double> median,
      Map<String, Ratio> ratio,
      Map<String, Double> cpu,
      Map<String, Ratio> cpuRatio,
      Map<String, List<Double>> rounds) {}

  /** What the JSON holds. */
  private record Whole(
      Machine machine, int rounds, List<Summary.Line> summary, List<Row> results) {}

  /** The report and its summary. */
  String json() {
    return MAPPER.writeValueAsString(new Whole(machine, rounds, Summary.of(this), results)) + "\n";
  }
}
