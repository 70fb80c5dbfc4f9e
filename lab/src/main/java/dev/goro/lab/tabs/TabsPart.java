package dev.goro.lab.tabs;

import dev.goro.lab.LabException;
import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.measure.Trace;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Bars;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Timeline;
import dev.goro.lab.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part {@code tabs}: the browser's three tabs as a timeline. */
public final class TabsPart implements Part {
  private static final String NAME = "tabs";

  /** Makes it. */
  public TabsPart() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "A browser's three tabs as a timeline: who ran when, and on which thread";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    var together = new ArrayList<Browser.Visit>();
    var oneByOne = new ArrayList<Browser.Visit>();
    for (int round = 0; round < run.rounds(); round++) {
      run.progress("three tabs at once, round %d of %d", round + 1, run.rounds());
      together.add(visit(true));
      run.progress("three tabs one after the other, round %d of %d", round + 1, run.rounds());
      oneByOne.add(visit(false));
    }
    String result = together.getFirst().result();
    for (var visit : oneByOne) {
      if (!visit.result().equals(result)) {
        throw new LabException(
            "the tabs came to \"%s\" at once, but to \"%s\" one after the other"
                .formatted(result, visit.result()));
      }
    }
    var atOnce = time(together);
    var inTurn = time(oneByOne);
    var slices = together.getFirst().slices();
    return Section.of(NAME, title())
        .paragraph(
            "News are loaded and laid out; a film is loaded by one goroutine and played by another; a"
                + " file is downloaded and digested, while a goroutine follows its progress. All of it"
                + " comes over sockets from a small site on loopback, piece by piece. Each goroutine"
                + " is plain blocking code.")
        .verdict(
            "Three tabs at once took %s, one after the other %s: %s as long.",
            atOnce.value(), inTurn.value(), Unit.TIMES.show(inTurn.times(atOnce)))
        .verdict(
            "%d goroutines ran on %d OS threads, in %,d stretches; together they computed for %s of"
                + " the %s, and waited for the rest.",
            slices.stream().map(Trace.Slice::actor).distinct().count(),
            Trace.threads(slices).size(),
            slices.size(),
            Unit.NANOSECONDS.show(computed(slices)),
            Unit.NANOSECONDS.show(together.getFirst().nanos()))
        .verdict("Either way the tabs came to the same: %s.", result)
        .chart(
            timeline(
                "Three tabs at once",
                "A row a goroutine; the colour says which OS thread carried it. Where there is no"
                    + " colour the goroutine waits, and no thread waits with it.",
                slices))
        .chart(
            timeline(
                "The same tabs, one after the other",
                "Each tab is opened when the one before has ended.",
                oneByOne.getFirst().slices()))
        .chart(
            new Bars(
                "Until the last tab is done",
                "Shorter is better. The whisker goes from the least round to the greatest.",
                new Axis("time", Unit.NANOSECONDS, false),
                List.of("three tabs"),
                List.of(
                    new Bars.Series("at once", List.of(Optional.of(atOnce))),
                    new Bars.Series("one after the other", List.of(Optional.of(inTurn))))))
        .limit(
            "A stretch is drawn from where a goroutine comes out of a wait to where it goes into the"
                + " next; one that has not to wait after all ends and begins all the same. The picture"
                + " is of the first round.")
        .build();
  }

  private static Browser.Visit visit(boolean together) throws InterruptedException {
    return Child.java(Browser.class, Flags.GORO).args(together).run(Browser.Visit.class);
  }

  private static Figure time(List<Browser.Visit> visits) {
    return Figure.of(
        visits.stream().map(Browser.Visit::nanos).toList(),
        Unit.NANOSECONDS,
        "from the opening of the first tab to the end of the last");
  }

  private static double computed(List<Trace.Slice> slices) {
    return slices.stream().mapToDouble(s -> s.to() - s.from()).sum();
  }

  private static Timeline timeline(String title, String about, List<Trace.Slice> slices) {
    var threads = Trace.threads(slices);
    var rows =
        slices.stream().map(Trace.Slice::actor).distinct().sorted(TabsPart::inOrder).toList();
    return new Timeline(
        title,
        about,
        rows,
        threads.stream().map(id -> "thread " + id).toList(),
        slices.stream()
            .map(
                s ->
                    new Timeline.Span(
                        rows.indexOf(s.actor()),
                        threads.indexOf(s.thread()),
                        s.from(),
                        s.to(),
                        s.label()))
            .toList());
  }

  /** News, film, download: as they are opened. */
  private static int inOrder(String one, String other) {
    var order = List.of("news", "film: loader", "film: player", "download", "download: progress");
    return Integer.compare(order.indexOf(one), order.indexOf(other));
  }
}
