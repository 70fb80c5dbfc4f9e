package dev.goro.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A report as one page of HTML that holds all it needs: style, data, and the library that draws the
 * charts. What is to be read stands in the page itself; the script only draws the charts, each of
 * which has its table below it, for the keyboard, for screen readers and for pages without a
 * script.
 */
public final class HtmlReport {
  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private final Report report;
  private int charts;

  /** Of the section that is being written. */
  private HowTaken howTaken = new HowTaken();

  private HtmlReport(Report report) {
    this.report = report;
  }

  /**
   * For the browser.
   *
   * @param report the report
   * @return the page
   */
  public static String of(Report report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    String sections = report.sections().stream().map(this::section).collect(Collectors.joining());
    var data = report.sections().stream().flatMap(s -> s.charts().stream()).toArray(Chart[]::new);
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>goro lab</title>
    <link rel="icon" href="data:,">
    <style>
    """
        + resource("page.css")
        + "</style>\n</head>\n<body>\n<header>\n<h1>goro lab</h1>\n"
        + paragraph(report.machine().sentence())
        + paragraph(report.sentence())
        + contents()
        + "</header>\n<main>\n"
        + sections
        + "</main>\n<script>\n"
        + resource(LIBRARY).replace("</script", "<\\/script")
        + "\n</script>\n<script type=\"application/json\" id=\"data\">"
        + JsonReport.compact(data)
        + "</script>\n<script>\n"
        + resource("page.js")
        + "</script>\n</body>\n</html>\n";
  }

  private String contents() {
    return report.sections().size() < 2
        ? ""
        : report.sections().stream()
            .map(s -> "<li><a href=\"#%1$s\">%1$s</a></li>\n".formatted(escaped(s.name())))
            .collect(
                Collectors.joining("", "<nav aria-label=\"Parts\">\n<ul>\n", "</ul>\n</nav>\n"));
  }

  private String section(Section section) {
    howTaken = new HowTaken();
    return "<section id=\"%s\">\n<h2><span>%1$s</span> %s</h2>\n"
            .formatted(escaped(section.name()), escaped(section.title()))
        + list("verdicts", section.verdicts())
        + section.paragraphs().stream().map(HtmlReport::paragraph).collect(Collectors.joining())
        + section.tables().stream().map(this::table).collect(Collectors.joining())
        + section.charts().stream().map(this::chart).collect(Collectors.joining())
        + (section.limits().isEmpty()
            ? ""
            : "<h3>What this does not say</h3>\n" + list("limits", section.limits()))
        + "</section>\n";
  }

  private static String paragraph(String words) {
    return "<p>" + escaped(words) + "</p>\n";
  }

  private static String list(String kind, List<String> sentences) {
    return sentences.isEmpty()
        ? ""
        : sentences.stream()
            .map(s -> "<li>" + escaped(s) + "</li>\n")
            .collect(Collectors.joining("", "<ul class=\"" + kind + "\">\n", "</ul>\n"));
  }

  private String chart(Chart chart) {
    return """
    <figure>
    <figcaption>%s</figcaption>
    <div class="chart" data-chart="%d"></div>
    %s<details><summary>The same as a table</summary>
    %s</details>
    </figure>
    """
        .formatted(
            escaped(chart.title()), charts++, paragraph(chart.about()), table(chart.table()));
  }

  // --- Tables

  private String table(Table table) {
    return """
    <div class="table">
    <table>
    <caption>%s</caption>
    <thead><tr>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table>
    </div>
    %s"""
        .formatted(
            escaped(table.title()),
            table.columns().stream().map(HtmlReport::heading).collect(Collectors.joining()),
            table.rows().stream()
                .map(row -> row(table.columns(), row))
                .collect(Collectors.joining()),
            how(howTaken.below(table)));
  }

  private static String how(List<String> notes) {
    return notes.isEmpty() ? "" : "<p class=\"how\">How it was taken:</p>\n" + list("how", notes);
  }

  private static String heading(String column) {
    return column.isEmpty() ? "<td></td>" : "<th scope=\"col\">" + escaped(column) + "</th>";
  }

  /** A row; each cell repeats its heading, for a telephone, where the cells stand in a column. */
  private static String row(List<String> columns, List<Cell> row) {
    var html = new StringBuilder("<tr><th scope=\"row\">" + cell(row.getFirst()) + "</th>");
    for (int i = 1; i < row.size(); i++) {
      html.append(
              "<td class=\"%s\" data-of=\"%s\">"
                  .formatted(kind(row.get(i)), escaped(columns.get(i))))
          .append(cell(row.get(i)))
          .append("</td>");
    }
    return html.append("</tr>\n").toString();
  }

  private static String kind(Cell cell) {
    return switch (cell) {
      case Figure _ -> "measured";
      case Textbook _ -> "textbook";
      case Words _ -> "words";
    };
  }

  private static String cell(Cell cell) {
    return switch (cell) {
      case Figure f when f.samples() > 1 ->
          "<span title=\"%s\">%s <small>%s – %s</small></span>"
              .formatted(
                  escaped(f.how() + "; " + f.samples() + " samples"),
                  escaped(f.value()),
                  escaped(f.unit().show(f.least())),
                  escaped(f.unit().show(f.greatest())));
      case Figure f ->
          "<span title=\"%s\">%s</span>".formatted(escaped(f.how()), escaped(f.value()));
      case Textbook t ->
          "<span>%s <small>%s</small></span>".formatted(escaped(t.value()), escaped(t.source()));
      case Words w -> "<span>" + escaped(w.text()) + "</span>";
    };
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
