package dev.goro.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Takes the contenders' processes in turns: for each workload and number of procs, round after
 * round, one process of each contender after the other. A round's processes are neighbours in time,
 * so their ratio is free of what the machine did earlier or later.
 */
final class Benchmark {
  private final Commands commands;
  private final Budget budget;
  private final ToIntFunction<Workload> sizes;
  private final PrintWriter progress;

  /**
   * Makes one.
   *
   * @param commands how the contenders are started
   * @param budget how long each process measures
   * @param sizes each workload's size
   * @param progress where a line for each round goes
   */
  Benchmark(Commands commands, Budget budget, ToIntFunction<Workload> sizes, PrintWriter progress) {
    this.commands = commands;
    this.budget = budget;
    this.sizes = sizes;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param contenders who
   * @param workloads what
   * @param procs at which numbers of procs
   * @param rounds how many rounds
   * @return the rows of the report
   */
  List<Report.Row> run(
      List<Contender> contenders, List<Workload> workloads, List<Integer> procs, int rounds) {
    var rows = new ArrayList<Report.Row>();
    int all = workloads.size() * procs.size() * rounds;
    int done = 0;
    for (var workload : workloads) {
      for (int p : procs) {
        var results = new Rounds(workload, p);
        for (int round = 1; round <= rounds; round++) {
          var figures = new ArrayList<String>();
          for (var contender :
              contenders.stream().filter(workload.contenders()::contains).toList()) {
            var report = measure(contender, workload, p);
            results.add(contender, report);
            figures.add(contender.id() + " " + figures(workload, report));
          }
          done++;
          progress.printf(
              Locale.ROOT,
              "[%d/%d] %s, %d %s: %s%n",
              done,
              all,
              workload.id(),
              p,
              p == 1 ? "proc" : "procs",
              String.join("; ", figures));
          progress.flush();
        }
        rows.addAll(results.rows());
      }
    }
    return rows;
  }

  private TwinReport measure(Contender contender, Workload workload, int procs) {
    var command =
        commands.command(contender, Map.of(workload, sizes.applyAsInt(workload)), procs, budget);
    String name = "the %s twin's %s at %d procs".formatted(contender.id(), workload.id(), procs);
    return TwinReport.parse(
        TwinProcess.run(name, command, Commands.environment(procs), budget.limit()));
  }

  private static String figures(Workload workload, TwinReport report) {
    return report.series().stream()
        .filter(s -> workload.metrics().stream().anyMatch(m -> m.name().equals(s.metric())))
        .map(
            s ->
                (s.metric().equals("time") ? "" : s.metric() + " ")
                    + Table.number(Statistics.median(s.samples())))
        .collect(Collectors.joining(", "));
  }
}
