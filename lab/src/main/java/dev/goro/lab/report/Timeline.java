package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A chart of who did what when: a row for each actor, in it a span for each stretch of time, whose
 * colour says what kind it is.
 *
 * @param title what it shows
 * @param about how to read it
 * @param rows the actors, from the top
 * @param kinds what the colours stand for
 * @param spans the stretches of time
 */
public record Timeline(
    String title, String about, List<String> rows, List<String> kinds, List<Span> spans)
    implements Chart {
  /** Checks that each span has a row and a kind. */
  public Timeline {
    rows = List.copyOf(rows);
    kinds = List.copyOf(kinds);
    spans = List.copyOf(spans);
    for (Span span : spans) {
      if (span.row < 0
          || span.row >= rows.size()
          || span.kind < 0
          || span.kind >= kinds.size()
          || span.to < span.from) {
        throw new IllegalArgumentException(
            "the timeline \"%s\" has no place for %s".formatted(title, span));
      }
    }
  }

  /**
   * A stretch of time.
   *
   * @param row whose it is, as the index of a row
   * @param kind what it is, as the index of a kind
   * @param from its begin in nanoseconds
   * @param to its end in nanoseconds
   * @param label what is told of it where someone points at it; may be empty
   */
  public record Span(int row, int kind, double from, double to, String label) {
    double length() {
      return to - from;
    }
  }

  /** For each row the number of spans, their sum, and how much of it each kind has. */
  @Override
  public Table table() {
    var columns = new ArrayList<>(List.of("", "spans", "from", "to", "time in all"));
    columns.addAll(kinds);
    var lines = new ArrayList<List<Cell>>();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      var own = spans.stream().filter(s -> s.row == row).toList();
      var line = new ArrayList<Cell>(List.of(new Words(rows.get(i)), count(own.size())));
      line.add(own.isEmpty() ? Words.NONE : at(own.stream().mapToDouble(Span::from).min()));
      line.add(own.isEmpty() ? Words.NONE : at(own.stream().mapToDouble(Span::to).max()));
      line.add(sum(own));
      for (int k = 0; k < kinds.size(); k++) {
        int kind = k;
        var ofKind = own.stream().filter(s -> s.kind == kind).collect(Collectors.toList());
        line.add(ofKind.isEmpty() ? Words.NONE : sum(ofKind));
      }
      lines.add(line);
    }
    return new Table(title, columns, lines);
  }

  private static Cell count(int n) {
    return Figure.once(n, Unit.COUNT, "counted");
  }

  private static Cell at(java.util.OptionalDouble time) {
    return Figure.once(time.orElseThrow(), Unit.NANOSECONDS, "on the timeline's clock");
  }

  private static Cell sum(List<Span> spans) {
    return Figure.once(
        spans.stream().mapToDouble(Span::length).sum(), Unit.NANOSECONDS, "summed over the spans");
  }
}
