package dev.goro.lab.techniques;

import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.count.Bounds;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Child;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Bars;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Ranking;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Technique;
import dev.goro.lab.work.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part {@code techniques}: which technique is best for what. */
public final class TechniquesPart implements Part {
  /**
   * After half a second the JIT compiler is not through yet: tails are up to twice as long, and the
   * order of the techniques is another.
   */
  private static final Effort FULL = new Effort(2_000, 100, 5);

  private static final Effort QUICK = new Effort(150, 50, 3);

  /** A run takes milliseconds to half a second; one that has not ended by then does not end. */
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  /** Far more than any of the programs keeps. */
  private static final long HEAP = 256L << 20;

  /** No program has more tasks at once. */
  private static final int MOST_TASKS = 600;

  /** Makes it. */
  public TechniquesPart() {}

  @Override
  public String name() {
    return "techniques";
  }

  @Override
  public String title() {
    return "Which technique is best for what: nine small programs under each";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    var results = new LinkedHashMap<Program, List<Contender>>();
    String missing;
    try (var twins = Twins.prepare()) {
      missing = twins.missing();
      for (Program program : Program.ALL) {
        results.put(program, measure(run, program, twins));
      }
    }
    return section(results, missing);
  }

  /** All contenders of a program, the techniques first, in their order. */
  private static List<Contender> measure(Run run, Program program, Twins twins)
      throws InterruptedException {
    Effort effort = run.pick(QUICK, FULL);
    var samples = new LinkedHashMap<String, Sampled>();
    int safeThreads = Bounds.here().safeThreads();
    if (safeThreads < MOST_TASKS) {
      samples.put(
          Technique.THREADS.label(),
          Sampled.failed("not run: the lab makes at most %d threads here".formatted(safeThreads)));
    }
    for (int round = 0; round < run.rounds(); round++) {
      for (Technique technique : Technique.values()) {
        var before = samples.getOrDefault(technique.label(), Sampled.none());
        if (!before.failure().isEmpty()) {
          continue; // what was stuck once costs no more time, and what must not run does not
        }
        run.progress("%s on %s, round %d", program.name(), technique.label(), round + 1);
        Child child =
            Footprint.fixHeap(Child.java(ProgramExperiment.class, technique.flags()), HEAP);
        child.args(technique, program.name(), PATIENCE.toMillis()).args(effort.args().toArray());
        samples.put(technique.label(), before.and(child.run(Sampled.class)));
      }
      for (var twin : twins.of(program.name()).entrySet()) {
        run.progress("%s in %s, round %d", program.name(), twin.getKey(), round + 1);
        var before = samples.getOrDefault(twin.getKey(), Sampled.none());
        Child child = twin.getValue().args(program.name()).args(effort.args().toArray());
        samples.put(twin.getKey(), before.and(child.run(Sampled.class)));
      }
    }
    String how =
        "%d processes; in each %d samples of at least %d ms after %d ms of warm-up"
            .formatted(
                run.rounds(), effort.samples(), effort.sampleMillis(), effort.warmupMillis());
    return samples.entrySet().stream()
        .map(e -> Contender.of(e.getKey(), e.getValue(), how))
        .toList();
  }

  static Section section(Map<Program, List<Contender>> results, String missing) {
    var section = Section.of("techniques", new TechniquesPart().title());
    section.paragraph(
        "Each program is written once, as plain blocking code, and runs under each technique: "
            + Stream.of(Technique.values())
                .map(t -> t.label() + " (" + t.about() + ")")
                .collect(Collectors.joining(", "))
            + ". Go and Python's asyncio run twins of some programs, for comparison. Each checks its own result.");
    section.paragraph(
        ("The winner is the best in what matters most for the program, if the middle half of its samples lies apart"
                + " from that of all others, and the median by a tenth at least, in memory by more than %s as well;"
                + " among those that do not differ in that, the next measure decides.")
            .formatted(Unit.BYTES.show(Measure.MEMORY.negligible())));
    var best = new ArrayList<List<Cell>>();
    var wins = new LinkedHashMap<String, Integer>();
    for (var result : results.entrySet()) {
      Program program = result.getKey();
      var ranking = ranking(program, result.getValue());
      best.add(
          List.of(
              new Words(program.name()),
              new Words(ranking.winner()),
              new Words(ranking.why()),
              new Words(
                  program.matters().stream()
                      .map(Measure::label)
                      .collect(Collectors.joining(", ")))));
      if (ranking.best().size() == 1) {
        wins.merge(ranking.winner(), 1, Integer::sum);
      }
      section.verdict("Best for %s: %s (%s).", program.name(), ranking.winner(), ranking.why());
      program.seen(inJava(result.getValue())).ifPresent(words -> section.verdict("%s", words));
    }
    section.verdict(
        "%s; the other %d of %d have no single winner.",
        wins.isEmpty()
            ? "No program has a single winner"
            : "Programs won: "
                + wins.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", ")),
        results.size() - wins.values().stream().mapToInt(Integer::intValue).sum(),
        results.size());
    section.table(new Table("Best for", List.of("program", "winner", "why", "what matters"), best));
    results.forEach((program, contenders) -> section.table(table(program, contenders)));
    section.chart(throughput(results));
    section.chart(latency(results));
    section.limit(
        missing
            + "Only some programs have a twin in Go or Python; the winner is one of the techniques in Java, since"
            + " it is those among which a Java program chooses.");
    section.limit(
        "Where a program has clients, these and the servers that it calls run on one OS thread of the same process;"
            + " its CPU time is taken off.");
    section.limit(
        Footprint.HOW + " Of Go and Python it is the peak of the process, their garbage included.");
    section.limit(
        "The fixed pool has as many threads as there are cores: a larger one moves its limits, and does not take"
            + " them away. \"Stuck\" is what was seen: all its threads waited for tasks that no thread was left to run.");
    return section.build();
  }

  private static Ranking ranking(Program program, List<Contender> contenders) {
    return Ranking.of(inJava(contenders), program.matters());
  }

  /** Those that compete. */
  private static List<Contender> inJava(List<Contender> contenders) {
    var labels = Arrays.stream(Technique.values()).map(Technique::label).toList();
    return contenders.stream().filter(c -> labels.contains(c.label())).toList();
  }

  private static Table table(Program program, List<Contender> contenders) {
    var columns = new ArrayList<>(List.of(program.name()));
    columns.addAll(Stream.of(Measure.values()).map(Measure::label).toList());
    var rows = new ArrayList<List<Cell>>();
    for (Contender contender : contenders) {
      var row = new ArrayList<Cell>(List.of(new Words(contender.label())));
      for (Measure measure : Measure.values()) {
        row.add(
            row.size() == 1 && !contender.failure().isEmpty()
                ? new Words(contender.failure())
                : contender.cell(measure));
      }
      rows.add(row);
    }
    return new Table(
        "%s: %s One operation is one %s."
            .formatted(program.name(), program.about(), program.operation()),
        columns,
        rows);
  }

  private static Bars throughput(Map<Program, List<Contender>> results) {
    return bars(
        results,
        "Throughput",
        "Operations a second; longer is better. The whisker goes from the least sample to the greatest.",
        Measure.THROUGHPUT);
  }

  private static Bars latency(Map<Program, List<Contender>> results) {
    return bars(
        results,
        "Latency",
        "What 99 of 100 operations took at most; shorter is better.",
        Measure.TAIL_LATENCY);
  }

  private static Bars bars(
      Map<Program, List<Contender>> results, String title, String about, Measure measure) {
    var labels =
        results.values().stream().flatMap(List::stream).map(Contender::label).distinct().toList();
    var series =
        labels.stream()
            .map(
                label ->
                    new Bars.Series(
                        label,
                        results.values().stream()
                            .map(
                                contenders ->
                                    contenders.stream()
                                        .filter(c -> c.label().equals(label))
                                        .findFirst()
                                        .flatMap(c -> c.figure(measure)))
                            .toList()))
            .toList();
    return new Bars(
        title,
        about,
        new Axis(measure.label(), measure.unit(), true),
        results.keySet().stream().map(Program::name).toList(),
        series);
  }
}
