package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** How Goro stands all in all: for each opponent, over groups and suites of workloads. */
final class Summary {
  /** What the geometric mean over all that Go itself measures should not exceed. */
  private static final double GOS_OWN_GOAL = 0.6;

  private Summary() {}

  /**
   * What the ratios of some rows come to.
   *
   * @param against the opponent
   * @param kind what the rows have in common: a group, a suite, or that all are meant
   * @param name the group's or suite's name
   * @param procs at how many procs
   * @param rows how many rows
   * @param ratio the geometric mean of their median ratios, and the least and greatest of those
   * @param goal what the mean should not exceed; 0 if there is no such goal
   * @param overLimit how many ratios are above {@link Group#LIMIT}
   * @param overGoal how many are above their own goal
   */
  record Line(
      String against,
      String kind,
      String name,
      int procs,
      int rows,
      Ratio ratio,
      double goal,
      int overLimit,
      int overGoal) {}

  /** The lines, opponent by opponent. */
  static List<Line> of(Report report) {
    var lines = new ArrayList<Line>();
    var procs = report.results().stream().map(Report.Row::procs).distinct().toList();
    for (Contender opponent : Contender.values()) {
      for (int p : procs) {
        lines.addAll(lines(report, opponent, p));
      }
    }
    return lines;
  }

  private static List<Line> lines(Report report, Contender opponent, int procs) {
    var lines = new ArrayList<Line>();
    var rows =
        report.results().stream()
            .filter(r -> r.procs() == procs && r.ratio().containsKey(opponent.id()))
            .toList();
    var all = new Lines(opponent, procs, rows, lines);
    all.add("all", "all", 0, _ -> true);
    if (opponent == Contender.GO) {
      all.add("all", "Go's own benchmarks", GOS_OWN_GOAL, r -> Suites.GOS_OWN.contains(r.suite()));
    }
    for (Group group : Group.values()) {
      all.add("group", group.id(), opponent.goal(group, procs), r -> r.group().equals(group.id()));
    }
    for (Suite suite : Suites.ALL) {
      all.add("suite", suite.name(), 0, r -> r.suite().equals(suite.name()));
    }
    return lines;
  }

  /** The rows of one opponent, and the lines that were made of them. */
  private record Lines(Contender opponent, int procs, List<Report.Row> all, List<Line> lines) {
    void add(String kind, String name, double goal, Predicate<Report.Row> which) {
      var rows = all.stream().filter(which).toList();
      if (rows.isEmpty()) {
        return;
      }
      double[] ratios =
          rows.stream().mapToDouble(r -> r.ratio().get(opponent.id()).median()).toArray();
      lines.add(
          new Line(
              opponent.id(),
              kind,
              name,
              procs,
              rows.size(),
              new Ratio(
                  Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow()),
                  Arrays.stream(ratios).min().orElseThrow(),
                  Arrays.stream(ratios).max().orElseThrow()),
              goal,
              (int) Arrays.stream(ratios).filter(r -> r > Group.LIMIT).count(),
              (int) rows.stream().filter(this::isOverGoal).count()));
    }

    private boolean isOverGoal(Report.Row row) {
      return row.ratio().get(opponent.id()).median() > goal(row, opponent);
    }
  }

  /** What the ratio of a row should not exceed. */
  static double goal(Report.Row row, Contender opponent) {
    return opponent.goal(Group.find(row.group()).orElse(Group.OTHER), row.procs());
  }

  /** The lines for a terminal or in Markdown. */
  static Grid grid(List<Line> lines) {
    return new Grid(
        List.of(
            "goro/",
            "of",
            "name",
            "procs",
            "rows",
            "geometric mean",
            "goal",
            "over 1.2",
            "over goal"),
        List.of(0, 1, 2),
        lines.stream()
            .map(
                line ->
                    List.of(
                        line.against(),
                        line.kind(),
                        line.name(),
                        Integer.toString(line.procs()),
                        Integer.toString(line.rows()),
                        Table.ratio(line.ratio()),
                        line.goal() == 0
                            ? Table.ABSENT
                            : String.format(Locale.ROOT, "%.2f", line.goal()),
                        Integer.toString(line.overLimit()),
                        Integer.toString(line.overGoal())))
            .toList());
  }
}
