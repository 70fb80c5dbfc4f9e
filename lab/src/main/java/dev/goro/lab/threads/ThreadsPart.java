package dev.goro.lab.threads;

import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.measure.Trace;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Cpus;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Bars;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Lines;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Timeline;
import dev.goro.lab.report.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part {@code threads}: a row for each way in which the two differ, and what it is made of. */
public final class ThreadsPart implements Part {
  private static final String THREADS = "OS threads";
  private static final String GOROUTINES = "goroutines";

  /** Threads and goroutines that wait while their memory is taken. */
  private static final int IDLE_THREADS = 400;

  private static final int IDLE_GOROUTINES = 20_000;

  private static final long HEAP = 256L << 20;
  private static final Axis TIME = new Axis("time", Unit.NANOSECONDS, true);
  private static final Axis MEMORY = new Axis("memory of each", Unit.BYTES, false);

  private static final String SHORTER =
      "Shorter is better. The whisker goes from the least sample to the greatest.";

  /** Makes it. */
  public ThreadsPart() {}

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String title() {
    return "OS threads against goroutines, row by row";
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    var times = times(run);
    var idle = idle(run);
    var depth = depth(run);
    var carriers = carriers(run);
    run.progress("the picture of goroutines on threads");
    var picture = Arrays.asList(Child.java(Picture.class, Flags.GORO).run(Trace.Slice[].class));

    var section =
        Section.of(name(), title())
            .paragraph(
                "The same experiments on OS threads (the JDK's platform threads) and on goroutines."
                    + " Each is a process of its own; threads and goroutines take turns.");
    verdicts(section, times, idle, depth, carriers);
    section.table(new RowByRow(times, idle, depth, carriers).table());
    section.chart(timeChart(times));
    depthChart(depth).ifPresent(section::chart);
    section.chart(carriersChart(carriers));
    section.chart(picture(picture));
    return section
        .limit(
            "A thread's hand-over on all CPUs has a sleeping CPU wake up, which takes longer in a"
                + " virtual machine; on one CPU it is the switch alone.")
        .limit(
            "The memory of a thread is what it touches of its stack, what the JVM keeps for it, and"
                + " its objects. What the kernel keeps for it (some 20 KiB) is in no figure here.")
        .limit(
            "A goroutine that runs is on the stack of the thread that carries it: that stack is"
                + " counted once for all of them.")
        .build();
  }

  // --- What is measured

  /** The pairs of times, in the order of the chart. */
  private static Map<Row, Pair> times(Run run) throws InterruptedException {
    var times = new EnumMap<Row, Pair>(Row.class);
    Object[] effort = run.pick(Effort.QUICK, Effort.FULL).args().toArray();
    times.put(
        Row.CREATE,
        Pair.measure(
            run,
            "creation",
            "started, run and ended, a hundred at a time",
            crew -> Child.java(Creation.class, Pair.flags(crew)).args(crew).args(effort)));
    String handOver =
        "two hand the turn to and fro; one hand-over: threads by futex, goroutines by channel";
    var oneCpu = Cpus.keptTo(Cpus.allowed().stream().limit(1).toList());
    if (oneCpu.isPresent()) {
      times.put(
          Row.SWITCH_ONE_CPU,
          Pair.measure(
              run,
              "switch on one CPU",
              handOver,
              crew ->
                  Child.java(HandOver.class, Pair.flags(crew))
                      .under(oneCpu.get())
                      .args(crew)
                      .args(effort)));
    }
    times.put(
        Row.SWITCH,
        Pair.measure(
            run,
            "switch",
            handOver,
            crew -> Child.java(HandOver.class, Pair.flags(crew)).args(crew).args(effort)));
    for (Row row : List.of(Row.PASS_ONE, Row.PASS_MANY)) {
      times.put(
          row,
          Pair.measure(
              run,
              row.label(),
              "one produces and one consumes; one value: threads by a lock and two conditions,"
                  + " goroutines by a channel",
              crew ->
                  Child.java(Communication.class, Pair.flags(crew))
                      .args(crew, row.room())
                      .args(effort)));
    }
    times.put(
        Row.WAIT,
        Pair.measure(
            run,
            "overhead of waiting",
            "CPU time of a sleep of 1 ms, while as many others sleep",
            crew ->
                Child.java(Waits.class, Pair.flags(crew))
                    .args(crew, run.pick(400, 1_000), run.pick(3, 5))));
    return times;
  }

  /** What one that waits takes of address space and of memory; the figures of what was told. */
  record Space(Optional<Figure> reserved, Optional<Figure> touched) {}

  private static Map<Crew, Space> idle(Run run) throws InterruptedException {
    var reserved = new EnumMap<Crew, List<Long>>(Crew.class);
    var touched = new EnumMap<Crew, List<Long>>(Crew.class);
    for (int round = 0; round < run.rounds(); round++) {
      for (Crew crew : Crew.values()) {
        run.progress("memory of those that wait, %s, round %d", Pair.label(crew), round + 1);
        int count = crew == Crew.THREADS ? IDLE_THREADS : IDLE_GOROUTINES;
        var taken =
            Footprint.fixHeap(Child.java(Idle.class, Pair.flags(crew)), HEAP)
                .args(crew, count)
                .run(Idle.Taken.class);
        taken
            .reserved()
            .ifPresent(b -> reserved.computeIfAbsent(crew, _ -> new ArrayList<>()).add(b));
        taken
            .touched()
            .ifPresent(b -> touched.computeIfAbsent(crew, _ -> new ArrayList<>()).add(b));
      }
    }
    var spaces = new EnumMap<Crew, Space>(Crew.class);
    for (Crew crew : Crew.values()) {
      spaces.put(
          crew,
          new Space(
              figure(reserved.get(crew), "growth of the address space, divided by their number"),
              figure(touched.get(crew), "growth of the footprint, divided by their number")));
    }
    return spaces;
  }

  private static Optional<Figure> figure(List<Long> samples, String how) {
    return Optional.ofNullable(samples).map(s -> Figure.of(s, Unit.BYTES, how));
  }

  /** For each crew the memory of one at each step, in the order of the steps. */
  private static Map<Crew, List<Figure>> depth(Run run) throws InterruptedException {
    var all = new EnumMap<Crew, List<Figure>>(Crew.class);
    for (Crew crew : Crew.values()) {
      var samples = new ArrayList<List<Long>>();
      for (int round = 0; round < run.rounds(); round++) {
        run.progress("calls %,d deep, %s, round %d", Depth.DEEPEST, Pair.label(crew), round + 1);
        var steps =
            Footprint.fixHeap(Child.java(Depth.class, Pair.flags(crew)), run.pick(HEAP, 4 * HEAP))
                .args(crew, run.pick(50, 300))
                .run(Depth.At[].class);
        for (int i = 0; i < steps.length; i++) {
          if (samples.size() <= i) {
            samples.add(new ArrayList<>());
          }
          var list = samples.get(i);
          steps[i].bytes().ifPresent(list::add);
        }
      }
      var figures = new ArrayList<Figure>();
      for (var step : samples) {
        figure(step.isEmpty() ? null : step, "growth of the footprint, divided by their number")
            .ifPresent(figures::add);
      }
      all.put(crew, figures);
    }
    return all;
  }

  private static Map<Crew, List<Carriers.Carried>> carriers(Run run) throws InterruptedException {
    var all = new EnumMap<Crew, List<Carriers.Carried>>(Crew.class);
    for (Crew crew : Crew.values()) {
      run.progress("how many OS threads carry how many, %s", Pair.label(crew));
      var counts =
          crew == Crew.THREADS
              ? List.of(10, 100, 1_000)
              : run.pick(List.of(10, 100, 1_000, 10_000), List.of(10, 100, 1_000, 10_000, 100_000));
      all.put(
          crew,
          List.of(
              Child.java(Carriers.class, Pair.flags(crew))
                  .args(crew)
                  .args(counts.toArray())
                  .run(Carriers.Carried[].class)));
    }
    return all;
  }

  // --- What is told

  private static void verdicts(
      Section.Builder section,
      Map<Row, Pair> times,
      Map<Crew, Space> idle,
      Map<Crew, List<Figure>> depth,
      Map<Crew, List<Carriers.Carried>> carriers) {
    var create = times.get(Row.CREATE);
    section.verdict(
        "An OS thread costs %s to create, a goroutine %s: the thread takes %s as much.",
        create.threads().value(), create.goroutines().value(), create.ratio());
    var change = times.getOrDefault(Row.SWITCH_ONE_CPU, times.get(Row.SWITCH));
    section.verdict(
        "A switch from one thread to another costs %s%s, from one goroutine to another %s: the thread"
            + " takes %s as much.",
        change.threads().value(),
        times.containsKey(Row.SWITCH_ONE_CPU) ? " on one CPU" : "",
        change.goroutines().value(),
        change.ratio());
    var thread = idle.get(Crew.THREADS);
    var goroutine = idle.get(Crew.GOROUTINES);
    if (thread.touched().isPresent() && goroutine.touched().isPresent()) {
      section.verdict(
          "A thread that waits takes %s of memory and reserves %s, a goroutine takes %s: %s as much"
              + " memory for the thread.",
          thread.touched().get().value(),
          thread.reserved().orElseThrow().value(),
          goroutine.touched().get().value(),
          Unit.TIMES.show(thread.touched().get().times(goroutine.touched().get())));
    }
    if (!depth.get(Crew.THREADS).isEmpty()) {
      section.verdict(
          "After calls %,d deep have returned, a thread keeps %s of the %s that it took, a goroutine"
              + " %s of %s.",
          Depth.DEEPEST,
          depth.get(Crew.THREADS).getLast().value(),
          most(depth.get(Crew.THREADS)).value(),
          depth.get(Crew.GOROUTINES).getLast().value(),
          most(depth.get(Crew.GOROUTINES)).value());
    }
    var most = carriers.get(Crew.GOROUTINES).getLast();
    section.verdict(
        "%,d goroutines were alive at once, carried by %d OS threads; %,d threads are as many OS"
            + " threads.",
        most.alive(), most.carriers(), carriers.get(Crew.THREADS).getLast().carriers());
  }

  /** The step at which the calls were deepest: the middle one. */
  static Figure deepest(List<Figure> steps) {
    return steps.get(steps.size() / 2);
  }

  private static Figure most(List<Figure> steps) {
    return Collections.max(steps, Comparator.comparingDouble(Figure::median));
  }

  private static Bars timeChart(Map<Row, Pair> times) {
    return new Bars(
        "What it costs",
        SHORTER,
        TIME,
        times.keySet().stream().map(Row::label).toList(),
        List.of(
            new Bars.Series(
                THREADS, times.values().stream().map(p -> Optional.of(p.threads())).toList()),
            new Bars.Series(
                GOROUTINES,
                times.values().stream().map(p -> Optional.of(p.goroutines())).toList())));
  }

  private static Optional<Bars> depthChart(Map<Crew, List<Figure>> depth) {
    if (depth.values().stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    var categories = new ArrayList<String>();
    int up = Depth.DEEPEST / Depth.STEP;
    for (int i = 0; i <= 2 * up; i++) {
      int at = i <= up ? i * Depth.STEP : Depth.DEEPEST - (i - up) * Depth.STEP;
      categories.add(
          i == 0
              ? "just started"
              : i == 2 * up
                  ? "returned"
                  : "%,d deep".formatted(at) + (i > up ? ", returning" : ""));
    }
    return Optional.of(
        new Bars(
            "Memory of one as a call goes %,d deep and returns".formatted(Depth.DEEPEST),
            "From the top: the calls get deeper, and return. All wait at each step, while the memory"
                + " is taken. A thread's stack must have been reserved for the deepest call: here %s."
                    .formatted(Unit.BYTES.show(Depth.STACK)),
            MEMORY,
            categories,
            List.of(
                new Bars.Series(THREADS, some(depth.get(Crew.THREADS))),
                new Bars.Series(GOROUTINES, some(depth.get(Crew.GOROUTINES))))));
  }

  private static List<Optional<Figure>> some(List<Figure> figures) {
    return figures.stream().map(Optional::of).toList();
  }

  private static Lines carriersChart(Map<Crew, List<Carriers.Carried>> carriers) {
    var series = new ArrayList<Lines.Series>();
    for (Crew crew : Crew.values()) {
      series.add(
          new Lines.Series(
              Pair.label(crew),
              carriers.get(crew).stream()
                  .map(
                      c ->
                          new Lines.Point(
                              c.alive(),
                              Figure.once(
                                  c.carriers(),
                                  Unit.COUNT,
                                  "the different OS threads on which they found themselves, by the kernel's numbers")))
                  .toList()));
    }
    return new Lines(
        "How many OS threads carry how many",
        "All are alive at once. Threads are carried one by one (1:1), goroutines by a few (M:N).",
        new Axis("alive at once", Unit.COUNT, true),
        new Axis("OS threads that carried them", Unit.COUNT, true),
        true,
        series);
  }

  private static Timeline picture(List<Trace.Slice> slices) {
    var threads = Trace.threads(slices);
    var kinds = slices.stream().map(Trace.Slice::actor).distinct().sorted().toList();
    return new Timeline(
        "Many goroutines on few threads",
        "A row an OS thread, with its number; the colour says which goroutine it carries. They"
            + " compute, pass a value to the next, and sleep.",
        threads.stream().map(id -> "thread " + id).toList(),
        kinds,
        slices.stream()
            .map(
                s ->
                    new Timeline.Span(
                        threads.indexOf(s.thread()),
                        kinds.indexOf(s.actor()),
                        s.from(),
                        s.to(),
                        s.label()))
            .toList());
  }
}
