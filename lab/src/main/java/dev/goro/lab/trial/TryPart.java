package dev.goro.lab.trial;

import dev.goro.lab.LabException;
import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.count.Bounds;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Child;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Lines;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Ranking;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Technique;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The part {@code try}: the user's own task under each technique. */
public final class TryPart implements Part {
  private static final Effort FULL = new Effort(600, 150, 3);
  private static final Effort QUICK = new Effort(100, 60, 3);

  /** What matters where two techniques are compared for a task of which nothing is known. */
  private static final List<Measure> MATTERS =
      List.of(Measure.THROUGHPUT, Measure.TAIL_LATENCY, Measure.CPU, Measure.MEMORY);

  /** A higher level must bring a tenth more throughput to be worth it. */
  private static final double WORTH_IT = 1.1;

  /** A task that uses the CPU for more of its time than this computes, for less than that waits. */
  private static final double COMPUTES = 80;

  private static final double WAITS = 20;

  /** The whole of it is touched, which takes a moment; no more than a quarter of what is free. */
  private static final long MOST_HEAP = 1L << 30;

  /** Makes it. */
  public TryPart() {}

  @Override
  public String name() {
    return "try";
  }

  @Override
  public String title() {
    return "Your own task under each technique, at a range of concurrency levels";
  }

  @Override
  public String argument() {
    return "FILE.java";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    Path file = Path.of(run.argument());
    int cores = Runtime.getRuntime().availableProcessors();
    var levels =
        run.pick(Stream.of(1, cores, 32, 256), Stream.of(1, cores, 8 * cores, 128, 1_024))
            .distinct()
            .sorted()
            .toList();
    Effort effort = run.pick(QUICK, FULL);
    var bounds = Bounds.here();
    int safeThreads = bounds.safeThreads();
    long heap = Math.min(MOST_HEAP, bounds.memory() / 4);
    var samples = new EnumMap<Technique, Map<Integer, Sampled>>(Technique.class);
    try (var compiled = Compiled.of(file)) {
      for (int round = 0; round < run.rounds(); round++) {
        for (Technique technique : Technique.values()) {
          var own =
              levels.stream()
                  .filter(level -> technique != Technique.THREADS || level <= safeThreads)
                  .toList();
          run.progress("%s on %s, round %d", compiled.name(), technique.label(), round + 1);
          Sampled[] found =
              Footprint.fixHeap(Child.java(TrialExperiment.class, technique.flags()), heap)
                  .args(technique, compiled.folder(), compiled.name())
                  .args(String.join(",", own.stream().map(String::valueOf).toList()))
                  .args(effort.args().toArray())
                  .run(Sampled[].class);
          if (!found[0].failure().isEmpty()) {
            throw new LabException(
                "%s in %s %s".formatted(compiled.name(), file, found[0].failure()));
          }
          var all = samples.computeIfAbsent(technique, _ -> new TreeMap<>());
          for (int i = 0; i < own.size(); i++) {
            all.merge(own.get(i), found[i], Sampled::and);
          }
        }
      }
    }
    String how =
        "%d processes; at each level %d samples of at least %d ms after %d ms of warm-up"
            .formatted(
                run.rounds(), effort.samples(), effort.sampleMillis(), effort.warmupMillis());
    var contenders = new EnumMap<Technique, Map<Integer, Contender>>(Technique.class);
    samples.forEach(
        (technique, byLevel) ->
            byLevel.forEach(
                (level, sampled) ->
                    contenders
                        .computeIfAbsent(technique, _ -> new TreeMap<>())
                        .put(level, Contender.of(technique.label(), sampled, how))));
    return section(file.getFileName().toString(), contenders);
  }

  static Section section(String file, Map<Technique, Map<Integer, Contender>> contenders) {
    var section = Section.of("try", new TryPart().title() + ": " + file);
    section.paragraph(
        "Each call of the trial is a task of its own. A level of N means that N calls are under way all the"
            + " time: as soon as one ends the next is started. The latency is from the start of a task to its"
            + " end, and so includes the time that it waited for a thread.");
    recommend(section, contenders);
    nature(section, contenders);
    section.table(table(contenders));
    section.chart(
        chart("Throughput", "Calls a second; higher is better.", Measure.THROUGHPUT, contenders));
    section.chart(
        chart(
            "Latency",
            "What 99 of 100 calls took at most; lower is better.",
            Measure.TAIL_LATENCY,
            contenders));
    section.limit(
        Footprint.HOW
            + " A task that the JVM compiles late may be faster in a longer run: compare with --rounds 5.");
    return section.build();
  }

  private static void recommend(
      Section.Builder section, Map<Technique, Map<Integer, Contender>> contenders) {
    var best = new ArrayList<Contender>();
    var levels = new HashMap<String, Integer>();
    contenders.forEach(
        (technique, byLevel) -> {
          int level = bestLevel(byLevel);
          best.add(byLevel.get(level));
          levels.put(technique.label(), level);
        });
    var ranking = Ranking.of(best, MATTERS);
    Contender first = ranking.best().getFirst();
    Figure throughput = figure(first, Measure.THROUGHPUT);
    Figure tail = figure(first, Measure.TAIL_LATENCY);
    if (ranking.best().size() == 1) {
      section.verdict(
          "Recommendation: %s, %,d at once (%s; %s with a latency p99 of %s there).",
          first.label(),
          levels.get(first.label()),
          ranking.why(),
          throughput.value(),
          tail.value());
    } else {
      section.verdict(
          "Recommendation: whichever of %s suits your code, as they do not differ beyond the spread;"
              + " %s, %,d at once, has %s with a latency p99 of %s.",
          ranking.winner(),
          first.label(),
          levels.get(first.label()),
          throughput.value(),
          tail.value());
    }
  }

  /** The lowest level that no higher one beats by more than a tenth. */
  private static int bestLevel(Map<Integer, Contender> byLevel) {
    double most =
        byLevel.values().stream()
            .mapToDouble(c -> figure(c, Measure.THROUGHPUT).median())
            .max()
            .orElseThrow();
    return byLevel.entrySet().stream()
        .filter(e -> figure(e.getValue(), Measure.THROUGHPUT).median() * WORTH_IT >= most)
        .mapToInt(Map.Entry::getKey)
        .min()
        .orElseThrow();
  }

  /** Whether the task computes or waits, as one alone on an OS thread shows. */
  private static void nature(
      Section.Builder section, Map<Technique, Map<Integer, Contender>> contenders) {
    Contender alone = contenders.get(Technique.THREADS).values().iterator().next();
    double share =
        100
            * Math.min(
                1,
                figure(alone, Measure.CPU).median()
                    * figure(alone, Measure.THROUGHPUT).median()
                    / 1e9);
    section.verdict(
        "Alone on an OS thread it keeps a CPU busy for %s of the time: it %s.",
        Unit.PERCENT.show(share),
        share > COMPUTES ? "computes" : share < WAITS ? "waits" : "does some of both");
  }

  private static Table table(Map<Technique, Map<Integer, Contender>> contenders) {
    var columns = new ArrayList<>(List.of("technique, level"));
    columns.addAll(Arrays.stream(Measure.values()).map(Measure::label).toList());
    var rows = new ArrayList<List<Cell>>();
    contenders.forEach(
        (technique, byLevel) ->
            byLevel.forEach(
                (level, contender) -> {
                  var row =
                      new ArrayList<Cell>(
                          List.of(
                              new Words("%s, %,d at once".formatted(technique.label(), level))));
                  for (Measure measure : Measure.values()) {
                    row.add(contender.cell(measure));
                  }
                  rows.add(row);
                }));
    return new Table("One operation is one call.", columns, rows);
  }

  private static Lines chart(
      String title,
      String about,
      Measure measure,
      Map<Technique, Map<Integer, Contender>> contenders) {
    var series =
        contenders.entrySet().stream()
            .map(
                e ->
                    new Lines.Series(
                        e.getKey().label(),
                        e.getValue().entrySet().stream()
                            .map(at -> new Lines.Point(at.getKey(), figure(at.getValue(), measure)))
                            .toList()))
            .toList();
    return new Lines(
        title,
        about,
        new Axis("calls at once", Unit.COUNT, true),
        new Axis(measure.label(), measure.unit(), true),
        true,
        series);
  }

  private static Figure figure(Contender contender, Measure measure) {
    return contender.figure(measure).orElseThrow();
  }
}
