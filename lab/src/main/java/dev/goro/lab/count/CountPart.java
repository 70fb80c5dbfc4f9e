package dev.goro.lab.count;

import dev.goro.lab.LabException;
import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Lines;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Textbook;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The part {@code count}: how many can live, by the formula and by experiment. */
public final class CountPart implements Part {
  /** What a goroutine is taken to need of heap, for the size of the heap alone. */
  private static final long HEAP_OF_ONE = 2_500;

  private static final long LEAST_HEAP = 256L << 20;

  private static final String FORMULA = "the formula, to three digits";

  /** What a thread reserves: the JVM's own default on 64-bit systems. */
  private static final Textbook DEFAULT_STACK = new Textbook("1 MiB", "java's manual, -Xss");

  private static final long DEFAULT_STACK_BYTES = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(150);

  /** Makes it. */
  public CountPart() {}

  @Override
  public String name() {
    return "count";
  }

  @Override
  public String title() {
    return "How many OS threads and how many goroutines can live at once";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    var bounds = Bounds.here();
    int threads = Math.min(bounds.safeThreads(), run.pick(1_000, Integer.MAX_VALUE));
    if (threads < 1) {
      throw new LabException(
          "count: this machine has no room for more threads (%s); end other programs, or name the other parts"
              .formatted(bounds.reason()));
    }
    long heap = Math.max(LEAST_HEAP, run.goroutines() * HEAP_OF_ONE);
    boolean tight = heap > bounds.memory() / 2;
    int goroutines =
        tight ? (int) Math.max(1_000, bounds.memory() / 2 / HEAP_OF_ONE) : run.goroutines();
    long heapOfGoroutines = tight ? Math.max(LEAST_HEAP, bounds.memory() / 2) : heap;
    var ofThreads = new ArrayList<Alive.Grown>();
    var ofGoroutines = new ArrayList<Alive.Grown>();
    for (int round = 0; round < run.rounds(); round++) {
      run.progress("OS threads, up to %,d, round %d of %d", threads, round + 1, run.rounds());
      ofThreads.add(grow(true, threads, LEAST_HEAP));
      run.progress("goroutines, up to %,d, round %d of %d", goroutines, round + 1, run.rounds());
      ofGoroutines.add(grow(false, goroutines, heapOfGoroutines));
    }

    var section =
        Section.of(name(), title())
            .paragraph(
                "The formula is memory divided by the stack of one. The experiment starts more and"
                    + " more, all of which wait, and takes the memory of each; then all of them end.")
            .paragraph(
                "The experiment must not harm the machine: of what each bound leaves it takes a part,"
                    + " in a process of its own that ends with the lab.");
    verdicts(section, bounds, ofThreads, ofGoroutines, tight, run.pick(true, false));
    section.table(formula(bounds, ofThreads, ofGoroutines));
    section.table(bounds.table());
    if (each(ofThreads).isPresent()) {
      section.chart(
          new Lines(
              "Memory of one, as more live",
              "Lower is better. The growth of the footprint, divided by their number: what comes once"
                  + " weighs more where few live.",
              new Axis("alive at once", Unit.COUNT, true),
              new Axis("memory of each", Unit.BYTES, true),
              true,
              List.of(
                  new Lines.Series("OS threads", memory(ofThreads)),
                  new Lines.Series("goroutines", memory(ofGoroutines)))));
    }
    section.chart(
        new Lines(
            "Time to start one, as more live",
            "Lower is better. From the start of the first to the last one's first step, divided by"
                + " their number.",
            new Axis("alive at once", Unit.COUNT, true),
            new Axis("time to start each", Unit.NANOSECONDS, true),
            true,
            List.of(
                new Lines.Series("OS threads", start(ofThreads)),
                new Lines.Series("goroutines", start(ofGoroutines)))));
    return section
        .limit(
            "All of them wait and do nothing else: a thread or goroutine that works has objects of"
                + " its own, which may need far more than its stack.")
        .limit(
            "The memory of a thread is without what the kernel keeps for it (some 20 KiB). That"
                + " goroutines are made to a number and not until none can be made is on purpose: it"
                + " is the heap that ends them.")
        .build();
  }

  private static Alive.Grown grow(boolean threads, int most, long heap)
      throws InterruptedException {
    var grown =
        Footprint.fixHeap(Child.java(Alive.class, threads ? Flags.PLAIN : Flags.GORO), heap)
            .args(threads)
            .args(steps(most).toArray())
            .limit(LIMIT)
            .run(Alive.Grown.class);
    if (grown.ended() != grown.most() || grown.steps().isEmpty()) {
      throw new LabException(
          "%,d of %,d came to their end: the experiment is void"
              .formatted(grown.ended(), grown.most()));
    }
    return grown;
  }

  /** 100, 300, 1,000 … up to the most. */
  static List<Integer> steps(int most) {
    return IntStream.concat(
            Stream.iterate(100L, n -> n < most, n -> n * 10)
                .flatMap(n -> Stream.of(n, 3 * n))
                .mapToInt(Long::intValue)
                .filter(n -> n < most),
            IntStream.of(most))
        .boxed()
        .toList();
  }

  private static void verdicts(
      Section.Builder section,
      Bounds bounds,
      List<Alive.Grown> threads,
      List<Alive.Grown> goroutines,
      boolean tight,
      boolean quick) {
    var refusal = threads.stream().map(Alive.Grown::refusal).filter(r -> !r.isEmpty()).findFirst();
    if (refusal.isEmpty()) {
      section.verdict(
          "%,d OS threads lived at once, and the system refused none; the lab stopped there (%s).",
          most(threads), quick ? "a small run" : bounds.reason());
    } else {
      section.verdict(
          "%,d OS threads lived at once; then the system refused one more: %s.",
          most(threads), refusal.get());
    }
    section.verdict(
        "%,d goroutines lived at once%s.",
        most(goroutines), tight ? ", as many as half of the free memory was made to hold" : "");
    var thread = each(threads);
    var goroutine = each(goroutines);
    if (thread.isPresent() && goroutine.isPresent()) {
      section.verdict(
          "A thread took %s and a goroutine %s: %s of free memory would hold some %s threads or %s"
              + " goroutines.",
          thread.get().value(),
          goroutine.get().value(),
          Unit.BYTES.show(bounds.memory()),
          Unit.COUNT.show(roughly(bounds.memory() / thread.get().median())),
          Unit.COUNT.show(roughly(bounds.memory() / goroutine.get().median())));
    }
  }

  /** How many lived at once in any of the rounds. */
  private static int most(List<Alive.Grown> rounds) {
    return rounds.stream().mapToInt(Alive.Grown::most).max().orElseThrow();
  }

  /** The memory of one when most of them lived. */
  private static Optional<Figure> each(List<Alive.Grown> rounds) {
    var points = memory(rounds);
    return points.isEmpty() ? Optional.empty() : Optional.of(points.getLast().y());
  }

  private static Table formula(
      Bounds bounds, List<Alive.Grown> threads, List<Alive.Grown> goroutines) {
    var memory =
        Figure.once(bounds.memory(), Unit.BYTES, "free for programs, or what the cgroup leaves");
    var rows = new ArrayList<List<Cell>>();
    rows.add(
        List.of(
            new Words("OS threads, by the stack that is reserved"),
            memory,
            DEFAULT_STACK,
            Figure.once(
                roughly((double) bounds.memory() / DEFAULT_STACK_BYTES), Unit.COUNT, FORMULA),
            alive(threads)));
    each(threads)
        .ifPresent(
            one ->
                rows.add(
                    List.of(
                        new Words("OS threads, by the memory that was measured"),
                        memory,
                        one,
                        fit(memory, one),
                        alive(threads))));
    each(goroutines)
        .ifPresent(
            one ->
                rows.add(
                    List.of(
                        new Words("goroutines, by the memory that was measured"),
                        memory,
                        one,
                        fit(memory, one),
                        alive(goroutines))));
    return new Table(
        "The formula: memory ÷ memory of one",
        List.of("", "memory", "one takes", "so many fit", "lived in the experiment"),
        rows);
  }

  private static Figure fit(Figure memory, Figure one) {
    return Figure.once(roughly(memory.times(one)), Unit.COUNT, FORMULA);
  }

  /** Three digits: a formula is not more exact than what it is made of. */
  private static double roughly(double number) {
    double scale = Math.pow(10, Math.max(0, Math.floor(Math.log10(number)) - 2));
    return Math.floor(number / scale) * scale;
  }

  private static Figure alive(List<Alive.Grown> rounds) {
    return Figure.once(most(rounds), Unit.COUNT, "counted while all of them waited");
  }

  private static List<Lines.Point> memory(List<Alive.Grown> rounds) {
    var samples = new TreeMap<Integer, List<Double>>();
    for (var step : steps(rounds)) {
      if (step.bytes().isPresent() && step.bytes().getAsLong() > 0) {
        samples
            .computeIfAbsent(step.alive(), _ -> new ArrayList<>())
            .add((double) step.bytes().getAsLong());
      }
    }
    return points(samples, Unit.BYTES, "growth of the footprint, divided by their number");
  }

  private static List<Lines.Point> start(List<Alive.Grown> rounds) {
    var samples = new TreeMap<Integer, List<Double>>();
    for (var step : steps(rounds)) {
      samples.computeIfAbsent(step.alive(), _ -> new ArrayList<>()).add(step.startNanos());
    }
    return points(
        samples,
        Unit.NANOSECONDS,
        "from the first start of those that are new to the last one's first step, divided by their number");
  }

  private static List<Alive.Step> steps(List<Alive.Grown> rounds) {
    return rounds.stream().flatMap(grown -> grown.steps().stream()).toList();
  }

  private static List<Lines.Point> points(
      TreeMap<Integer, List<Double>> samples, Unit unit, String how) {
    return samples.entrySet().stream()
        .map(e -> new Lines.Point(e.getKey(), Figure.of(e.getValue(), unit, how)))
        .toList();
  }
}
