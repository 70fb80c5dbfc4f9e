package dev.goro.lab.coroutines;

import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Timeline;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The part {@code coroutines}. */
public final class CoroutinesPart implements Part {
  private static final int LEAST_PROCESSES = 3;

  /** Makes it. */
  public CoroutinesPart() {}

  @Override
  public String name() {
    return "coroutines";
  }

  @Override
  public String title() {
    return "Yielding by hand against being preempted, and what happens if one forgets to yield";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    var answers = new EnumMap<Case, List<Turns.Answer>>(Case.class);
    for (int round = 0; round < Math.max(LEAST_PROCESSES, run.rounds()); round++) {
      for (Case one : Case.values()) {
        run.progress("%s, round %d", one.label(), round + 1);
        answers
            .computeIfAbsent(one, _ -> new ArrayList<>())
            .add(
                Child.java(Turns.class, Flags.GORO)
                    .args(one)
                    .environment("GOMAXPROCS", "1")
                    .run(Turns.Answer.class));
      }
    }
    return section(answers);
  }

  static Section section(Map<Case, List<Turns.Answer>> answers) {
    var section = Section.of("coroutines", new CoroutinesPart().title());
    section.paragraph(
        ("%d workers have the same work: some %s of computing each, in pieces of %s. The coroutines are"
                + " resumed one after the other: a turn ends where its worker yields, and nowhere else. Goroutines have one P: a"
                + " turn ends where its worker yields or waits, and after 10 ms the scheduler lets the next run.")
            .formatted(
                Turns.WORKERS,
                Unit.NANOSECONDS.show(Turns.PIECES * Turns.PIECE_NANOS),
                Unit.NANOSECONDS.show(Turns.PIECE_NANOS)));
    var pauses = new EnumMap<Case, Figure>(Case.class);
    var others = new EnumMap<Case, Figure>(Case.class);
    var rows = new ArrayList<List<Cell>>();
    answers.forEach(
        (one, some) -> {
          pauses.put(
              one,
              figure(
                  some,
                  Turns.Answer::pause,
                  Unit.NANOSECONDS,
                  "between two turns of a worker, as each recorded them"));
          others.put(
              one,
              figure(
                  some,
                  a -> a.turnsOfOthersDuring(Turns.FORGETFUL),
                  Unit.COUNT,
                  "turns that began between the first and the last step of the worker"));
          rows.add(
              List.of(
                  new Words(one.label()),
                  figure(
                      some,
                      Turns.Answer::nanos,
                      Unit.NANOSECONDS,
                      "from the first start to the last end, once a process"),
                  others.get(one),
                  pauses.get(one)));
        });
    section.table(
        new Table(
            "The same work",
            List.of(
                "",
                "time of all",
                "turns of the others while worker %d is at its work".formatted(Turns.FORGETFUL + 1),
                "longest pause of one that does not forget"),
            rows));
    section.verdict(
        "While a coroutine that yields is at its work the others have %s turns; while one that forgets to, %s, and"
            + " they stand still for up to %s.",
        others.get(Case.COROUTINES_YIELD).value(),
        others.get(Case.ONE_COROUTINE_FORGETS).value(),
        pauses.get(Case.ONE_COROUTINE_FORGETS).value());
    section.verdict(
        "While a goroutine that forgets to yield is at its work the others have %s turns, and stand still for up to"
            + " %s; where no goroutine yields the others have %s turns, and stand still for up to %s.",
        others.get(Case.ONE_GOROUTINE_FORGETS).value(),
        pauses.get(Case.ONE_GOROUTINE_FORGETS).value(),
        others.get(Case.GOROUTINES_PREEMPTED).value(),
        pauses.get(Case.GOROUTINES_PREEMPTED).value());
    answers.forEach((one, some) -> section.chart(timeline(one, some.getFirst())));
    section.limit(
        "The charts show the first process of each kind. A pause of less than 0.1 ms is not seen as one, and where"
            + " the operating system stops the process all stand still.");
    section.limit(
        "The one P of a goroutine that does not yield is given to another thread, and the operating system lets both"
            + " run: on a machine with a free CPU at once. Code that goro run has woven is preempted on its"
            + " own thread.");
    return section.build();
  }

  private static Figure figure(
      List<Turns.Answer> answers, ToLongFunction<Turns.Answer> what, Unit unit, String how) {
    return Figure.of(answers.stream().map(what::applyAsLong).toList(), unit, how);
  }

  private static Timeline timeline(Case one, Turns.Answer answer) {
    var spans = new ArrayList<Timeline.Span>();
    for (int worker = 0; worker < answer.turns().size(); worker++) {
      int kind = one.oneForgets() && worker == Turns.FORGETFUL ? 1 : 0;
      for (long[] turn : answer.turns().get(worker)) {
        spans.add(new Timeline.Span(worker, kind, turn[0], turn[1], ""));
      }
    }
    return new Timeline(
        "Turns of " + one.label(),
        "A row for each worker; it runs where its row is filled, and stands still where it is not.",
        IntStream.rangeClosed(1, answer.turns().size()).mapToObj(i -> "worker " + i).toList(),
        one.oneForgets() ? List.of("takes turns", "forgets to yield") : List.of("takes turns"),
        spans);
  }
}
