package dev.goro.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.goro.bench.Statistics.Ratio;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the network benchmark found.
 *
 * @param machine where and with what it ran
 * @param rounds how many rounds
 * @param warmupSeconds how long each server was driven before it was measured
 * @param seconds how long it was measured
 * @param results a row for each subject and metric
 */
record NetReport(
    Machine machine, int rounds, double warmupSeconds, double seconds, List<Row> results) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  NetReport(Machine machine, int rounds, Duration warmup, Duration time, List<Row> results) {
    this(machine, rounds, warmup.toMillis() / 1e3, time.toMillis() / 1e3, results);
  }

  /**
   * What is measured.
   *
   * @param workload what the server does
   * @param connections how many connections the client drives
   * @param procs how many goroutines or threads of the server may run at once
   */
  record Subject(NetWorkload workload, int connections, int procs) {
    @Override
    public String toString() {
      return "%s, %,d %s, %d %s"
          .formatted(
              workload.id(),
              connections,
              connections == 1 ? "connection" : "connections",
              procs,
              procs == 1 ? "proc" : "procs");
    }
  }

  /** The figures of a measurement. */
  enum Metric {
    THROUGHPUT("throughput", "op/s", found -> found.client().throughput()),
    P50("p50", "µs", found -> found.client().p50()),
    P99("p99", "µs", found -> found.client().p99()),
    CPU("cpu", "ns/op", NetLoad.Found::cpu),

    /** Connections that got no answer in all the time; has a row only if there are any. */
    STARVED("starved", "connections", found -> found.client().starved());

    private final String id;
    private final String unit;
    private final ToDoubleFunction<NetLoad.Found> value;

    Metric(String id, String unit, ToDoubleFunction<NetLoad.Found> value) {
      this.id = id;
      this.unit = unit;
      this.value = value;
    }
  }

  /**
   * A row. The maps' keys are the contenders' ids; a contender that was not measured is absent.
   *
   * @param workload what the servers do
   * @param connections how many connections
   * @param procs how many goroutines or threads of the server could run at once
   * @param metric the metric's name
   * @param unit the values' unit
   * @param median the median over the rounds
   * @param ratio Goro's value divided by the other's
   * @param rounds each round's value, in order
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Row(
      String workload,
      int connections,
      int procs,
      String metric,
      String unit,
      Map<String, Double> median,
      Map<String, Ratio> ratio,
      Map<String, List<Double>> rounds) {}

  /** The rows of one subject: one for each metric that there is something to tell of. */
  static List<Row> rows(Subject subject, Map<NetContender, List<NetLoad.Found>> results) {
    return Arrays.stream(Metric.values())
        .map(metric -> row(subject, metric, results))
        .filter(row -> row.rounds().values().stream().flatMap(List::stream).anyMatch(v -> v > 0))
        .toList();
  }

  private static Row row(
      Subject subject, Metric metric, Map<NetContender, List<NetLoad.Found>> results) {
    var medians = new LinkedHashMap<String, Double>();
    var ratios = new LinkedHashMap<String, Ratio>();
    var rounds = new LinkedHashMap<String, List<Double>>();
    for (var contender : NetContender.values()) { // Goro first: the others are compared with it
      var values =
          results.getOrDefault(contender, List.of()).stream()
              .map(found -> metric.value.applyAsDouble(found))
              .toList();
      if (values.isEmpty() || values.stream().anyMatch(v -> v.isNaN())) {
        continue;
      }
      medians.put(contender.id(), Statistics.median(values));
      rounds.put(contender.id(), values);
      var goro = rounds.get(NetContender.GORO.id());
      if (contender != NetContender.GORO && goro != null && metric != Metric.STARVED) {
        ratios.put(contender.id(), Ratio.ofPairs(goro, values));
      }
    }
    return new Row(
        subject.workload().id(),
        subject.connections(),
        subject.procs(),
        metric.id,
        metric.unit,
        medians,
        ratios,
        rounds);
  }

  String json() {
    return MAPPER.writeValueAsString(this) + "\n";
  }
}
