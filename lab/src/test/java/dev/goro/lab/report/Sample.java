package dev.goro.lab.report;

import java.util.List;
import java.util.Optional;

/** A report with everything that a report can have. */
final class Sample {
  /** Would end the page's script, or open an element, if it were not escaped. */
  static final String NASTY = "</script><b id=\"nasty\">&";

  private Sample() {}

  static Figure time(double... samples) {
    return Figure.of(
        java.util.Arrays.stream(samples).boxed().toList(), Unit.NANOSECONDS, "with a clock");
  }

  static Report report() {
    var bars =
        new Bars(
            "Bars of " + NASTY,
            "Shorter is better.",
            new Axis("time", Unit.NANOSECONDS, true),
            List.of("a category whose name is rather long", "b", "c"),
            List.of(
                new Bars.Series(
                    "threads",
                    List.of(
                        Optional.of(time(90, 100, 120)), Optional.of(time(0)), Optional.empty())),
                new Bars.Series(
                    "goroutines",
                    List.of(
                        Optional.of(time(1, 2, 3)),
                        Optional.of(time(7)),
                        Optional.of(time(0, 5, 9))))));
    var lines =
        new Lines(
            "Lines",
            "Lower is better.",
            new Axis("alive", Unit.COUNT, true),
            new Axis("memory", Unit.BYTES, true),
            true,
            List.of(
                new Lines.Series("threads", List.of(point(1, 1 << 20), point(1_000, 1 << 20))),
                new Lines.Series("goroutines", List.of(point(1, 900), point(1_000_000, 600)))));
    var points =
        new Lines(
            "Points",
            "Nothing is better.",
            new Axis("x", Unit.COUNT, false),
            new Axis("y", Unit.PERCENT, false),
            false,
            List.of(new Lines.Series("a", List.of())));
    var timeline =
        new Timeline(
            "Timeline",
            "From the left to the right.",
            List.of("first", "second"),
            List.of("thread 1", "thread 2"),
            List.of(
                new Timeline.Span(0, 0, 0, 4_000, "computes"),
                new Timeline.Span(1, 1, 1_000, 2_000, NASTY),
                new Timeline.Span(0, 1, 6_000, 8_000, "")));
    var table =
        new Table(
            "Table",
            List.of("", "measured", "in books"),
            List.of(
                List.of(new Words("row"), time(1, 2, 3), new Textbook("2 KiB", "a manual")),
                List.of(new Words(NASTY), Words.NONE, Words.NONE)));
    var section =
        Section.of("sample", "What a report can have")
            .paragraph("A paragraph. ".repeat(20))
            .verdict("It took %s.", time(5).value())
            .table(table)
            .chart(bars)
            .chart(lines)
            .chart(points)
            .chart(timeline)
            .limit("It is made up.")
            .build();
    return new Report(
        new Machine("2026-01-01", "CPU", 2, 1L << 34, "OS 1", "JDK 25", 0.5),
        true,
        1,
        List.of(section, Section.of("other", "Another").build()));
  }

  private static Lines.Point point(double x, double bytes) {
    return new Lines.Point(x, Figure.once(bytes, Unit.BYTES, "counted"));
  }
}
