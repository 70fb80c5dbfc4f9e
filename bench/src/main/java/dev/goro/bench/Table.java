package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a table, for a terminal or in Markdown. */
final class Table {
  private static final List<String> HEADINGS =
      List.of(
          "workload",
          "procs",
          "unit",
          "goro",
          "go",
          "jdk",
          "goro/go",
          "goro/jdk",
          "cpu goro",
          "cpu go",
          "cpu jdk");

  /** The columns that hold names; the others hold numbers and stand to the right. */
  private static final List<Integer> LEFT = List.of(0, 2);

  static final String ABSENT = "–";

  private final Report report;
  private final Grid grid;

  Table(Report report) {
    this.report = report;
    grid = new Grid(HEADINGS, LEFT, report.results().stream().map(Table::cells).toList());
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

  private static List<String> cells(Report.Row row) {
    return List.of(
        row.workload(),
        Integer.toString(row.procs()),
        row.unit(),
        number(row.median(), Contender.GORO),
        number(row.median(), Contender.GO),
        number(row.median(), Contender.JDK),
        ratio(row.ratio(), Contender.GO),
        ratio(row.ratio(), Contender.JDK),
        number(row.cpu(), Contender.GORO),
        number(row.cpu(), Contender.GO),
        number(row.cpu(), Contender.JDK));
  }

  private static String number(Map<String, Double> values, Contender contender) {
    Double value = values.get(contender.id());
    return value == null ? ABSENT : number(value);
  }

  /** A number as a reader needs it: whole from 100 on, three digits below. */
  static String number(double value) {
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
