package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A report as a table, for a terminal or in Markdown. */
final class Table {
  /** These have columns even where they were not measured. */
  private static final Set<Contender> ALWAYS =
      EnumSet.of(Contender.GORO, Contender.GO, Contender.JDK);

  /** The columns that hold names; the others hold numbers and stand to the right. */
  private static final List<Integer> LEFT = List.of(0, 2);

  static final String ABSENT = "–";

  private final Report report;
  private final Grid grid;

  Table(Report report) {
    this.report = report;
    var contenders =
        Arrays.stream(Contender.values())
            .filter(
                c ->
                    ALWAYS.contains(c)
                        || report.results().stream().anyMatch(r -> r.median().containsKey(c.id())))
            .toList();
    grid =
        new Grid(
            headings(contenders),
            LEFT,
            report.results().stream().map(row -> cells(row, contenders)).toList());
  }

  /** The table for a terminal. */
  String text() {
    return grid.text() + "\n" + footer() + "\n";
  }

  /** The table in Markdown. */
  String markdown() {
    return grid.markdown() + "\n" + footer() + "\n";
  }

  private String footer() {
    return report.machine().sentence()
        + " Medians of "
        + report.rounds()
        + (report.rounds() == 1 ? " round" : " rounds")
        + "; a ratio below 1 says that Goro needs less: median [least–greatest] of the rounds'"
        + " ratios. cpu: CPU nanoseconds an operation, all threads of the process.";
  }

  private static List<String> headings(List<Contender> contenders) {
    var headings = new ArrayList<>(List.of("workload", "procs", "unit"));
    contenders.forEach(c -> headings.add(c.id()));
    opponents(contenders).forEach(c -> headings.add("goro/" + c.id()));
    contenders.forEach(c -> headings.add("cpu " + c.id()));
    return headings;
  }

  private static List<Contender> opponents(List<Contender> contenders) {
    return contenders.stream().filter(c -> c != Contender.GORO).toList();
  }

  private static List<String> cells(Report.Row row, List<Contender> contenders) {
    var cells = new ArrayList<>(List.of(row.workload(), Integer.toString(row.procs()), row.unit()));
    contenders.forEach(c -> cells.add(number(row.median(), c)));
    opponents(contenders).forEach(c -> cells.add(ratio(row.ratio(), c)));
    contenders.forEach(c -> cells.add(number(row.cpu(), c)));
    return cells;
  }

  private static String number(Map<String, Double> values, Contender contender) {
    Double value = values.get(contender.id());
    return value == null ? ABSENT : number(value);
  }

  /** A number as a reader needs it: whole from 100 on, three digits below, small ones by powers. */
  static String number(double value) {
    if (value > 0 && value < 0.01) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(
        Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f", value);
  }

  private static String ratio(Map<String, Ratio> ratios, Contender contender) {
    return ratio(ratios.get(contender.id()));
  }

  /** A ratio with its spread. */
  static String ratio(Ratio r) {
    return r == null
        ? ABSENT
        : String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", r.median(), r.min(), r.max());
  }
}
