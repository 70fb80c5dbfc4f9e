package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A report as one page of HTML that needs nothing else: no script, no network. A chart is a table
 * whose one column holds bars, so that each bar stands beside its figures, on paper and on a
 * telephone, too. The bars are SVG of its own making: what a library of charts draws is a picture
 * that knows no light and dark and has a table only beside itself, or brings a megabyte of script.
 */
final class Page {
  /** The figures of a line of the summary. */
  private static final List<String> SUMMARY = List.of("workloads", "over 1.2", "over goal");

  private static final String STYLE = "page.css";

  private final Report report;
  private final List<Summary.Line> summary;
  private final RatioAxis axis;
  private final List<Contender> contenders;

  Page(Report report) {
    this.report = report;
    summary = Summary.of(report);
    axis =
        RatioAxis.of(
            report.results().stream()
                .flatMap(row -> row.ratio().values().stream())
                .flatMapToDouble(r -> DoubleStream.of(r.min(), r.max())));
    contenders =
        Arrays.stream(Contender.values())
            .filter(c -> report.results().stream().anyMatch(r -> r.median().containsKey(c.id())))
            .toList();
  }

  String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>goro bench</title>
    <style>
    %s</style>
    </head>
    <body>
    <h1>goro bench</h1>
    <p>%s</p>
    <p>A bar is Goro's figure divided by the other's, on a logarithmic scale: to the left of 1 Goro needs less. It ends at the
    median of %s; the whisker goes from the least to the greatest. The dashed line is
    the goal: <b class="met">met</b>, <b class="near">missed, but not above 1.2</b>, <b class="over">missed and above 1.2</b>.</p>
    %s%s</body>
    </html>
    """
        .formatted(
            style(),
            escaped(report.machine().sentence()),
            report.rounds() == 1 ? "one round" : report.rounds() + " rounds",
            summaries(),
            charts());
  }

  /** How Goro stands against each opponent, all in all. */
  private String summaries() {
    var html = new StringBuilder();
    for (Contender opponent : opponents()) {
      var lines = summary.stream().filter(line -> line.against().equals(opponent.id())).toList();
      var rows = new ArrayList<String>();
      for (var line : lines) {
        rows.add(
            row(
                line.kind().equals("all") ? line.name() : line.kind() + " " + line.name(),
                line.procs(),
                line.ratio(),
                line.goal(),
                SUMMARY,
                List.of(
                    Integer.toString(line.rows()),
                    Integer.toString(line.overLimit()),
                    Integer.toString(line.overGoal()))));
      }
      html.append(
          chart(
              "All in all: Goro / " + opponent.id(),
              "Geometric means of the workloads' ratios; the whisker goes from the least workload to the greatest.",
              SUMMARY,
              rows));
    }
    return html.toString();
  }

  /** Goro and Go, group by group; Goro and each of the others. */
  private String charts() {
    var html = new StringBuilder();
    for (Contender opponent : opponents()) {
      if (opponent == Contender.GO) {
        for (Group group : Group.values()) {
          html.append(
              chart(
                  "Goro / go: " + group.id(),
                  opponent,
                  report.results().stream().filter(r -> r.group().equals(group.id())).toList()));
        }
      } else {
        html.append(chart("Goro / " + opponent.id(), opponent, report.results()));
      }
    }
    return html.toString();
  }

  private List<Contender> opponents() {
    return contenders.stream().filter(c -> c != Contender.GORO).toList();
  }

  private String chart(String title, Contender opponent, List<Report.Row> all) {
    var headings = List.of("goro", opponent.id(), "CPU ratio");
    var rows =
        all.stream()
            .filter(row -> row.ratio().containsKey(opponent.id()))
            .map(
                row ->
                    row(
                        row.workload(),
                        row.procs(),
                        row.ratio().get(opponent.id()),
                        Summary.goal(row, opponent),
                        headings,
                        List.of(
                            figure(row, Contender.GORO),
                            figure(row, opponent),
                            row.cpuRatio().containsKey(opponent.id())
                                ? Table.number(row.cpuRatio().get(opponent.id()).median())
                                : Table.ABSENT)))
            .toList();
    return rows.isEmpty() ? "" : chart(title, "", headings, rows);
  }

  private static String figure(Report.Row row, Contender contender) {
    return Table.number(row.median().get(contender.id())) + " " + row.unit();
  }

  private String chart(String title, String about, List<String> headings, List<String> rows) {
    return """
    <section>
    <h2>%s</h2>
    %s<table>
    <thead><tr><th>workload</th><th>procs</th><th class="chart">%s</th><th>ratio [least–greatest]</th><th>goal</th>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table>
    </section>
    """
        .formatted(
            escaped(title),
            about.isEmpty() ? "" : "<p>" + escaped(about) + "</p>\n",
            axis.scale(),
            headings.stream().map(h -> "<th>" + escaped(h) + "</th>").collect(Collectors.joining()),
            String.join("", rows));
  }

  /** A row: its bar and its figures, each of which repeats its heading for where there is none. */
  private String row(
      String name,
      int procs,
      Ratio ratio,
      double goal,
      List<String> headings,
      List<String> figures) {
    return """
    <tr><th scope="row">%s</th>%s<td class="chart">%s</td>%s%s%s</tr>
    """
        .formatted(
            escaped(name),
            cell("procs", Integer.toString(procs)),
            axis.bar(ratio, goal, kind(ratio, goal)),
            cell("ratio", Table.ratio(ratio)),
            cell("goal", goal > 0 ? goal(ratio, goal) : Table.ABSENT),
            IntStream.range(0, figures.size())
                .mapToObj(i -> cell(headings.get(i), figures.get(i)))
                .collect(Collectors.joining()));
  }

  private static String goal(Ratio ratio, double goal) {
    return String.format(Locale.ROOT, "%.2f %s", goal, ratio.median() <= goal ? "✓" : "✗");
  }

  /** The class of a bar's colour. */
  private static String kind(Ratio ratio, double goal) {
    if (goal == 0) {
      return "plain";
    }
    return ratio.median() <= goal ? "met" : ratio.median() <= Group.LIMIT ? "near" : "over";
  }

  private static String cell(String heading, String text) {
    return "<td data-of=\"%s\">%s</td>".formatted(escaped(heading), escaped(text));
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
      return new String(Objects.requireNonNull(in, STYLE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException("cannot read " + STYLE + ": " + e.getMessage(), e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
