package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;

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

  private static final String ABSENT = "–";

  private final Report report;
  private final List<List<String>> rows;

  Table(Report report) {
    this.report = report;
    rows = report.results().stream().map(Table::cells).toList();
  }

  /** The table for a terminal. */
  String text() {
    var all = new ArrayList<List<String>>();
    all.add(HEADINGS);
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, HEADINGS.size())
            .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    var text = new StringBuilder();
    for (var row : all) {
      var line = new StringJoiner("  ");
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        line.add(LEFT.contains(c) ? row.get(c) + pad : pad + row.get(c));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.append('\n').append(footer()).append('\n').toString();
  }

  /** The table in Markdown. */
  String markdown() {
    var text = new StringBuilder();
    text.append(markdownLine(HEADINGS));
    text.append(
        markdownLine(
            IntStream.range(0, HEADINGS.size())
                .mapToObj(c -> LEFT.contains(c) ? ":--" : "--:")
                .toList()));
    rows.forEach(row -> text.append(markdownLine(row)));
    return text.append('\n').append(footer()).append('\n').toString();
  }

  private static String markdownLine(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private String footer() {
    Machine m = report.machine();
    return "%s; %d %s of %s, %d GiB of memory, %s; %s with the %s collector; %s; load average %s before the first process."
            .formatted(
                m.date(),
                m.cpus(),
                m.cpus() == 1 ? "CPU" : "CPUs",
                m.cpu(),
                Math.round(m.memory() / (double) (1 << 30)),
                m.os(),
                m.jdk(),
                m.gc(),
                m.go() == null ? "no Go" : m.go(),
                String.format(Locale.ROOT, "%.1f", m.load()))
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
    Ratio r = ratios.get(contender.id());
    return r == null
        ? ABSENT
        : String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", r.median(), r.min(), r.max());
  }
}
