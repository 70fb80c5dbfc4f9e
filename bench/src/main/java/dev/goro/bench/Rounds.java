package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rounds of one workload at one number of procs gave, contender by contender. */
final class Rounds {
  private final Workload workload;
  private final int procs;
  private final Map<Contender, List<TwinReport>> reports = new EnumMap<>(Contender.class);

  Rounds(Workload workload, int procs) {
    this.workload = workload;
    this.procs = procs;
  }

  /** Adds a process's report: once a round for each contender. */
  void add(Contender contender, TwinReport report) {
    if (!report.workload().equals(workload.id()) || report.procs() != procs) {
      throw new BenchException(
          "the %s twin was asked for %s at %d procs, but measured %s at %d"
              .formatted(contender.id(), workload.id(), procs, report.workload(), report.procs()));
    }
    reports.computeIfAbsent(contender, _ -> new ArrayList<>()).add(report);
  }

  /** The rows of the report: one a metric that somebody measured. */
  List<Report.Row> rows() {
    return workload.metrics().stream().map(this::row).flatMap(Optional::stream).toList();
  }

  private Optional<Report.Row> row(Workload.Metric metric) {
    var values = new EnumMap<Contender, List<Double>>(Contender.class);
    var cpu = new EnumMap<Contender, List<Double>>(Contender.class);
    reports.forEach(
        (contender, all) -> {
          var series = all.stream().map(r -> find(r, metric)).flatMap(Optional::stream).toList();
          if (series.size() < all.size()) {
            return;
          }
          values.put(contender, series.stream().map(s -> Statistics.median(s.samples())).toList());
          if (series.stream().noneMatch(s -> s.cpu().isEmpty())) {
            cpu.put(contender, series.stream().map(s -> Statistics.median(s.cpu())).toList());
          }
        });
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var rounds = new LinkedHashMap<String, List<Double>>();
    values.forEach((contender, v) -> rounds.put(contender.id(), v));
    return Optional.of(
        new Report.Row(
            metric.row(),
            workload.suite(),
            metric.group().id(),
            procs,
            metric.unit(),
            medians(values),
            ratios(values),
            medians(cpu),
            ratios(cpu),
            rounds));
  }

  private static Map<String, Double> medians(Map<Contender, List<Double>> values) {
    var medians = new LinkedHashMap<String, Double>();
    values.forEach((contender, v) -> medians.put(contender.id(), Statistics.median(v)));
    return medians;
  }

  /** Goro's values divided by each other one's, round by round. */
  private static Map<String, Ratio> ratios(Map<Contender, List<Double>> values) {
    var ratios = new LinkedHashMap<String, Ratio>();
    var goro = values.get(Contender.GORO);
    values.forEach(
        (contender, v) -> {
          if (contender != Contender.GORO && goro != null) {
            ratios.put(contender.id(), Ratio.ofPairs(goro, v));
          }
        });
    return ratios;
  }

  private static Optional<TwinReport.Series> find(TwinReport report, Workload.Metric metric) {
    return report.series().stream().filter(s -> s.metric().equals(metric.name())).findFirst();
  }
}
