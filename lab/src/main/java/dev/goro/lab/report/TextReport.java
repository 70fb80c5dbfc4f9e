package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A report for a terminal: no line is wider than it. A table that does not fit is told row by row;
 * bars and timelines are drawn of characters, other charts are told as tables where no table has
 * their figures.
 */
public final class TextReport {
  private static final int LEAST_BAR = 20;
  private static final String GAP = "  ";

  private final int width;
  private final StringBuilder text = new StringBuilder();

  /** Of the section that is being written. */
  private HowTaken howTaken = new HowTaken();

  /** The figures of its tables. */
  private final Set<Figure> told = new HashSet<>();

  private TextReport(int width) {
    this.width = Math.max(width, 40);
  }

  /**
   * For people.
   *
   * @param report the report
   * @param width the terminal's width in characters
   * @return its text
   */
  public static String of(Report report, int width) {
    var renderer = new TextReport(width);
    renderer.prose(report.machine().sentence() + " " + report.sentence());
    report.sections().forEach(renderer::section);
    return renderer.text.toString();
  }

  private void section(Section section) {
    howTaken = new HowTaken();
    told.clear();
    String heading = section.name() + ": " + section.title();
    text.append('\n');
    prose(heading);
    text.append("=".repeat(Math.min(heading.length(), width))).append("\n\n");
    section.paragraphs().forEach(this::paragraph);
    section.tables().forEach(this::table);
    section.tables().forEach(table -> told.addAll(figures(table)));
    section.charts().forEach(this::chart);
    section.verdicts().forEach(verdict -> item("→ ", verdict));
    if (!section.limits().isEmpty()) {
      text.append('\n');
      section.limits().forEach(limit -> item("! ", limit));
    }
  }

  private void paragraph(String words) {
    prose(words);
    text.append('\n');
  }

  private void prose(String words) {
    wrap(words, width).forEach(line -> text.append(line).append('\n'));
  }

  private void item(String mark, String words) {
    String lead = mark;
    for (String line : wrap(words, width - mark.length())) {
      text.append(lead).append(line).append('\n');
      lead = " ".repeat(mark.length());
    }
  }

  // --- Tables

  private void table(Table table) {
    prose(table.title());
    var grid = new ArrayList<List<String>>();
    grid.add(table.columns());
    table
        .rows()
        .forEach(
            row ->
                grid.add(
                    IntStream.range(0, row.size())
                        .mapToObj(i -> cell(table.columns().get(i), row.get(i)))
                        .toList()));
    int columns = table.columns().size();
    int[] widths = new int[columns];
    grid.forEach(
        row -> {
          for (int i = 0; i < columns; i++) {
            widths[i] = Math.max(widths[i], length(row.get(i)));
          }
        });
    int all = (columns - 1) * GAP.length();
    for (int w : widths) {
      all += w;
    }
    if (all <= width - GAP.length()) {
      grid.forEach(row -> line(row, widths));
    } else {
      rowByRow(grid);
    }
    how(table);
    text.append('\n');
  }

  private void how(Table table) {
    var notes = howTaken.below(table);
    if (!notes.isEmpty()) {
      prose("How it was taken:");
      notes.forEach(note -> item(GAP + "· ", note));
    }
  }

  private void line(List<String> row, int[] widths) {
    var line = new StringBuilder(GAP);
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(padded(row.get(i), widths[i]));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private void rowByRow(List<List<String>> grid) {
    var headings = grid.getFirst();
    for (var row : grid.subList(1, grid.size())) {
      item(GAP, row.getFirst());
      for (int i = 1; i < row.size(); i++) {
        item(GAP + GAP, headings.get(i) + ": " + row.get(i));
      }
    }
  }

  private static String cell(String column, Cell cell) {
    boolean saysSo = column.contains("textbook");
    return cell instanceof Textbook && !saysSo ? "textbook: " + cell.show() : cell.show();
  }

  // --- Charts

  private static Set<Figure> figures(Table table) {
    return table.rows().stream()
        .flatMap(List::stream)
        .filter(Figure.class::isInstance)
        .map(Figure.class::cast)
        .collect(Collectors.toSet());
  }

  private void chart(Chart chart) {
    switch (chart) {
      case Bars bars -> bars(bars);
      case Timeline timeline -> timeline(timeline);
      case Lines lines -> {
        if (told.containsAll(figures(lines.table()))) {
          return; // the same figures stand in a table above
        }
        table(lines.table());
        prose(lines.about());
        text.append('\n');
      }
    }
  }

  private void bars(Bars chart) {
    prose(chart.title() + (chart.axis().log() ? " (logarithmic)" : ""));
    var figures =
        chart.series().stream()
            .flatMap(s -> s.figures().stream())
            .flatMap(Optional::stream)
            .map(Figure::median)
            .filter(v -> v > 0)
            .toList();
    if (!figures.isEmpty()) {
      double greatest = Collections.max(figures);
      double least = Collections.min(figures);
      int names =
          chart.series().stream().mapToInt(s -> length(s.name())).max().orElse(0) + GAP.length();
      int room = Math.max(LEAST_BAR, Math.min(50, width - names - 40));
      for (int i = 0; i < chart.categories().size(); i++) {
        item(GAP, chart.categories().get(i));
        for (var series : chart.series()) {
          var figure = series.figures().get(i);
          if (figure.isPresent()) {
            double value = figure.get().median();
            double share =
                chart.axis().log()
                    ? Math.log(10 * value / least) / Math.log(10 * greatest / least)
                    : value / greatest;
            String bar = "█".repeat(value > 0 ? Math.max(1, (int) Math.round(share * room)) : 0);
            String line = GAP + GAP + padded(series.name(), names) + bar + ' ';
            boolean fits = length(line) + length(figure.get().show()) <= width;
            text.append(line)
                .append(fits ? figure.get().show() : figure.get().value())
                .append('\n');
          }
        }
      }
    }
    prose(chart.about());
    how(chart.table());
    text.append('\n');
  }

  /** Each column is a slice of time; the letter in it is the kind that had most of it. */
  private void timeline(Timeline chart) {
    prose(chart.title());
    double end = chart.spans().stream().mapToDouble(Timeline.Span::to).max().orElse(0);
    double begin = chart.spans().stream().mapToDouble(Timeline.Span::from).min().orElse(0);
    int names = chart.rows().stream().mapToInt(TextReport::length).max().orElse(0);
    int slices = Math.max(LEAST_BAR, width - names - 2 * GAP.length());
    double slice = Math.max((end - begin) / slices, Double.MIN_NORMAL);
    for (int row = 0; row < chart.rows().size(); row++) {
      var line = new StringBuilder();
      for (int i = 0; i < slices; i++) {
        line.append(most(chart, row, begin + i * slice, begin + (i + 1) * slice));
      }
      text.append(GAP)
          .append(padded(chart.rows().get(row), names))
          .append(GAP)
          .append(line.toString().stripTrailing())
          .append('\n');
    }
    for (int kind = 0; kind < chart.kinds().size(); kind++) {
      item(GAP + letter(kind) + " ", chart.kinds().get(kind));
    }
    prose(
        "From %s to %s. %s"
            .formatted(Unit.NANOSECONDS.show(begin), Unit.NANOSECONDS.show(end), chart.about()));
    text.append('\n');
  }

  private static char most(Timeline chart, int row, double from, double to) {
    var shares = new HashMap<Integer, Double>();
    for (var span : chart.spans()) {
      if (span.row() == row && span.from() <= to && span.to() >= from) {
        double shared = Math.min(to, span.to()) - Math.max(from, span.from());
        shares.merge(span.kind(), Math.max(shared, 0), Double::sum);
      }
    }
    return shares.entrySet().stream()
        .max(java.util.Map.Entry.comparingByValue())
        .map(most -> letter(most.getKey()))
        .orElse(' ');
  }

  private static char letter(int kind) {
    return (char) (kind < 26 ? 'A' + kind : 'a' + (kind - 26) % 26);
  }

  // --- Words

  private static List<String> wrap(String words, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : words.strip().split("\\s+")) {
      if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String padded(String words, int width) {
    return words + " ".repeat(Math.max(0, width - length(words)));
  }

  private static int length(CharSequence words) {
    return (int) words.codePoints().count();
  }
}
