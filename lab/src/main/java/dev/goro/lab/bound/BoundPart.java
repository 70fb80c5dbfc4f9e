package dev.goro.lab.bound;

import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.count.Bounds;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Cpus;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Lines;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Table;
import dev.goro.lab.report.Textbook;
import dev.goro.lab.report.Unit;
import dev.goro.lab.report.Words;
import dev.goro.lab.technique.Technique;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The part {@code bound}: what computes and what waits. */
public final class BoundPart implements Part {
  private static final Efforts FULL =
      new Efforts(new Effort(1_500, 400, 3), new Effort(600, 100, 3));
  private static final Efforts QUICK = new Efforts(new Effort(800, 160, 3), new Effort(300, 60, 3));
  private static final long WAIT_MILLIS = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  /** A pool whose waits take longer than this, by arithmetic, is not asked. */
  private static final double LONGEST_POOL_NANOS = 1.5e9;

  /**
   * More OS threads would take their time and tell nothing new; fewer if the system bounds them.
   */
  private static final int MOST_THREADS = 2_000;

  /** Makes it. */
  public BoundPart() {}

  @Override
  public String name() {
    return "bound";
  }

  @Override
  public String title() {
    return "Work that computes and work that waits: what more cores and more tasks bring";
  }

  /** How thoroughly work is sampled that computes, and work that waits. */
  record Efforts(Effort computing, Effort waiting) {}

  /** The figures of work that computes, on some number of CPUs. */
  record Computed(Figure time, Figure busy) {}

  /** The figures of work that waits. */
  record Waited(Figure time, Figure cpu, Figure busy, Optional<Figure> peak) {}

  @Override
  public Section run(Run run) throws InterruptedException {
    return run(run, run.pick(QUICK, FULL));
  }

  Section run(Run run, Efforts efforts) throws InterruptedException {
    var section = Section.of(name(), title());
    section.paragraph(
        "What computes needs CPUs: on N of them at most N tasks run at any moment, whatever the technique. What waits"
            + " needs none: thousands can do it at once, if a task that waits costs little.");
    var quota = Quota.here();
    double throttled = quota.map(Quota::throttledNanos).orElse(0.0);
    var computed = compute(run, efforts.computing, section);
    computing(section, computed);
    quota(section, quota, throttled);
    siblings(run, efforts.computing, section);
    waiting(section, waits(run, efforts.waiting));
    section.limit(
        "The waits are timers. Sockets cost more CPU time for each wait, under all techniques: see the part"
            + " techniques.");
    return section.build();
  }

  // --- Work that computes ------------------------------------------------------------------------

  private static Map<Technique, TreeMap<Integer, Computed>> compute(
      Run run, Effort effort, Section.Builder section) throws InterruptedException {
    var allowed = Cpus.allowed();
    var counts = new ArrayList<Integer>();
    int all = Runtime.getRuntime().availableProcessors();
    boolean canKeep = allowed.size() >= all && Cpus.keptTo(allowed).isPresent();
    for (int n = 1; n < all && canKeep; n *= 2) {
      counts.add(n);
    }
    counts.add(all);
    if (!canKeep) {
      section.limit(
          "This system has no taskset, which would keep a process to fewer CPUs: only all of them were measured.");
    }
    var answers = new EnumMap<Technique, TreeMap<Integer, List<Computing.Answer>>>(Technique.class);
    for (int round = 0; round < run.rounds(); round++) {
      for (int count : counts) {
        var command =
            canKeep ? Cpus.keptTo(allowed.subList(0, count)) : Optional.<List<String>>empty();
        for (Technique technique : Technique.values()) {
          run.progress("computing on %d CPUs on %s, round %d", count, technique.label(), round + 1);
          answers
              .computeIfAbsent(technique, _ -> new TreeMap<>())
              .computeIfAbsent(count, _ -> new ArrayList<>())
              .add(computing(effort, technique, command));
        }
      }
    }
    var computed = new EnumMap<Technique, TreeMap<Integer, Computed>>(Technique.class);
    answers.forEach(
        (technique, byCount) ->
            byCount.forEach(
                (count, some) ->
                    computed
                        .computeIfAbsent(technique, _ -> new TreeMap<>())
                        .put(count, computed(effort, some))));
    return computed;
  }

  private static Computing.Answer computing(
      Effort effort, Technique technique, Optional<List<String>> command)
      throws InterruptedException {
    Child child =
        Child.java(Computing.class, technique.flags())
            .args(technique)
            .args(effort.args().toArray());
    command.ifPresent(child::under);
    return child.run(Computing.Answer.class);
  }

  private static Computed computed(Effort effort, List<Computing.Answer> answers) {
    return new Computed(
        Figure.of(
            answers.stream().flatMap(a -> a.nanos().stream()).toList(),
            Unit.NANOSECONDS,
            "the primes below %,d counted by trial division, in %d tasks; a sample takes at least %d ms, after %d ms of warm-up"
                .formatted(
                    Computing.LIMIT,
                    Computing.PIECES,
                    effort.sampleMillis(),
                    effort.warmupMillis())),
        Figure.of(
            answers.stream().flatMap(a -> a.busy().stream()).toList(),
            Unit.COUNT,
            "CPU time of the process, divided by the time"));
  }

  static void computing(
      Section.Builder section, Map<Technique, TreeMap<Integer, Computed>> computed) {
    var rows = new ArrayList<List<Cell>>();
    computed.forEach(
        (technique, byCount) ->
            byCount.forEach(
                (count, figures) ->
                    rows.add(
                        List.of(
                            new Words("%s, CPUs: %d".formatted(technique.label(), count)),
                            figures.time,
                            speedUp(byCount, count),
                            figures.busy,
                            new Textbook(
                                technique == Technique.LOOP ? "1" : "at most " + count,
                                "by construction")))));
    section.table(
        new Table(
            "Work that computes",
            List.of(
                "technique and CPUs",
                "time",
                "speed-up over the fewest CPUs",
                "CPUs busy",
                "tasks that can run at once"),
            rows));
    var series =
        computed.entrySet().stream()
            .map(
                e ->
                    new Lines.Series(
                        e.getKey().label(),
                        e.getValue().keySet().stream()
                            .map(count -> new Lines.Point(count, speedUp(e.getValue(), count)))
                            .toList()))
            .toList();
    section.chart(
        new Lines(
            "Speed-up of work that computes",
            "How many times as fast on so many CPUs as on the fewest; higher is better.",
            new Axis("CPUs", Unit.COUNT, false),
            new Axis("speed-up", Unit.TIMES, false),
            true,
            series));
    int most = computed.values().iterator().next().lastKey();
    for (Technique technique : computed.keySet()) {
      var byCount = computed.get(technique);
      Computed figures = byCount.get(most);
      if (byCount.size() == 1) {
        section.verdict(
            "Computing with %s takes %s and keeps %s CPUs busy; CPUs to use: %d.",
            technique.label(), figures.time.value(), figures.busy.value(), most);
      } else {
        section.verdict(
            "Computing on %d CPUs with %s: %s as fast as on %d, %s CPUs busy.",
            most,
            technique.label(),
            speedUp(byCount, most).value(),
            byCount.firstKey(),
            figures.busy.value());
      }
    }
  }

  private static Figure speedUp(TreeMap<Integer, Computed> byCount, int count) {
    Figure alone = byCount.firstEntry().getValue().time;
    Figure here = byCount.get(count).time;
    return new Figure(
        alone.times(here),
        alone.least() / here.greatest(),
        alone.greatest() / here.least(),
        Math.min(alone.samples(), here.samples()),
        Unit.TIMES,
        "the quotient of the medians; from the least by the greatest to the greatest by the least");
  }

  private static void quota(Section.Builder section, Optional<Quota> quota, double before) {
    if (quota.isEmpty()) {
      section.paragraph("No cgroup limits the CPU time of this process.");
      return;
    }
    section.verdict(
        "A cgroup's quota leaves this process %s CPUs; while it computed it was held back for %s, summed over the CPUs.",
        Unit.COUNT.show(quota.get().cpus()),
        Unit.NANOSECONDS.show(quota.get().throttledNanos() - before));
  }

  private static void siblings(Run run, Effort effort, Section.Builder section)
      throws InterruptedException {
    var pairs = Cpus.pairs(Cpus.allowed()).filter(p -> Cpus.keptTo(p.siblings()).isPresent());
    if (pairs.isEmpty()) {
      section.paragraph(
          "SMT: the system tells of no two CPUs that share a core beside one that does not (or there is no taskset), so"
              + " what a sibling brings was not measured.");
      return;
    }
    var siblings = new ArrayList<Computing.Answer>();
    var strangers = new ArrayList<Computing.Answer>();
    for (int round = 0; round < run.rounds(); round++) {
      run.progress("computing on two CPUs of one core and of two, round %d", round + 1);
      siblings.add(computing(effort, Technique.THREADS, Cpus.keptTo(pairs.get().siblings())));
      strangers.add(computing(effort, Technique.THREADS, Cpus.keptTo(pairs.get().strangers())));
    }
    Figure together = computed(effort, siblings).time;
    Figure apart = computed(effort, strangers).time;
    section.verdict(
        "SMT: on two CPUs of one core the work takes %s, on two cores %s: %s as long.",
        together.show(), apart.show(), Unit.TIMES.show(together.times(apart)));
  }

  // --- Work that waits ---------------------------------------------------------------------------

  private static Map<Technique, TreeMap<Integer, Waited>> waits(Run run, Effort effort)
      throws InterruptedException {
    int mostThreads = Math.min(MOST_THREADS, Bounds.here().safeThreads());
    var answers = new EnumMap<Technique, TreeMap<Integer, List<Waiting.Answer>>>(Technique.class);
    for (int round = 0; round < run.rounds(); round++) {
      for (int waits : run.pick(List.of(100, 1_000, 5_000), List.of(100, 1_000, 10_000, 50_000))) {
        for (Technique technique : Technique.values()) {
          if (!canWait(technique, waits, mostThreads)) {
            continue;
          }
          run.progress("%,d waits at once on %s, round %d", waits, technique.label(), round + 1);
          answers
              .computeIfAbsent(technique, _ -> new TreeMap<>())
              .computeIfAbsent(waits, _ -> new ArrayList<>())
              .add(
                  Child.java(Waiting.class, technique.flags())
                      .args(technique, waits, WAIT_MILLIS)
                      .args(effort.args().toArray())
                      .run(Waiting.Answer.class));
        }
      }
    }
    var waited = new EnumMap<Technique, TreeMap<Integer, Waited>>(Technique.class);
    answers.forEach(
        (technique, byWaits) ->
            byWaits.forEach(
                (waits, some) ->
                    waited
                        .computeIfAbsent(technique, _ -> new TreeMap<>())
                        .put(waits, waited(effort, some))));
    return waited;
  }

  private static boolean canWait(Technique technique, int waits, int mostThreads) {
    return switch (technique) {
      case THREADS -> waits <= mostThreads;
      case POOL -> poolNanos(waits) <= LONGEST_POOL_NANOS;
      case VIRTUAL, GOROUTINES, LOOP -> true;
    };
  }

  /** What a pool takes: its threads wait one time after the other. */
  private static double poolNanos(int waits) {
    return Math.ceil((double) waits / Runtime.getRuntime().availableProcessors())
        * WAIT_MILLIS
        * NANOS_PER_MILLI;
  }

  private static Waited waited(Effort effort, List<Waiting.Answer> answers) {
    var peaks = answers.stream().map(Waiting.Answer::peakBytes).filter(b -> b > 0).toList();
    return new Waited(
        Figure.of(
            answers.stream().flatMap(a -> a.nanos().stream()).toList(),
            Unit.NANOSECONDS,
            "from the first start to the last end, again and again for at least %d ms, after %d ms of warm-up"
                .formatted(effort.sampleMillis(), effort.warmupMillis())),
        Figure.of(
            answers.stream().flatMap(a -> a.cpuNanos().stream()).toList(),
            Unit.NANOSECONDS,
            "CPU time of the process, divided by the number of waits"),
        Figure.of(
            answers.stream().flatMap(a -> a.busy().stream()).toList(),
            Unit.COUNT,
            "CPU time of the process, divided by the time of all waits"),
        peaks.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Figure.of(
                    peaks, Unit.BYTES, "the most that was resident, the JVM's own included")));
  }

  static void waiting(Section.Builder section, Map<Technique, TreeMap<Integer, Waited>> waited) {
    double ideal = WAIT_MILLIS * NANOS_PER_MILLI;
    var counts = waited.values().stream().flatMap(m -> m.keySet().stream()).distinct().sorted();
    var rows = new ArrayList<List<Cell>>();
    for (int waits : counts.toList()) {
      for (Technique technique : Technique.values()) {
        var byWaits = waited.get(technique);
        Waited figures = byWaits == null ? null : byWaits.get(waits);
        rows.add(
            figures == null
                ? List.of(
                    new Words("%,d, %s".formatted(waits, technique.label())),
                    new Words(
                        technique == Technique.POOL
                            ? "not run: it would take " + Unit.NANOSECONDS.show(poolNanos(waits))
                            : "not run: more OS threads than the lab makes here"),
                    Words.NONE,
                    Words.NONE,
                    Words.NONE)
                : List.of(
                    new Words("%,d, %s".formatted(waits, technique.label())),
                    figures.time,
                    figures.cpu,
                    figures.busy,
                    figures.peak.<Cell>map(f -> f).orElse(Words.NONE)));
      }
    }
    section.table(
        new Table(
            "Work that waits: so many sleep %d ms at once".formatted(WAIT_MILLIS),
            List.of(
                "waits and technique",
                "time of all",
                "CPU time a wait",
                "CPUs busy",
                "peak memory"),
            rows));
    section.chart(
        chart(
            "Time of all waits",
            "Lower is better; each wait takes %d ms.".formatted(WAIT_MILLIS),
            Waited::time,
            waited));
    section.chart(chart("CPU time a wait", "Lower is better.", Waited::cpu, waited));
    waited.forEach(
        (technique, byWaits) -> {
          int most = byWaits.lastKey();
          Waited figures = byWaits.get(most);
          section.verdict(
              "%,d waits of %d ms at once on %s take %s in all (%s of one wait) and %s of CPU time each.",
              most,
              WAIT_MILLIS,
              technique.label(),
              figures.time.value(),
              Unit.TIMES.show(figures.time.median() / ideal),
              figures.cpu.value());
        });
    // The cheapest at the greatest number that all who could do that many have in common.
    int most = waited.values().stream().mapToInt(TreeMap::lastKey).max().orElseThrow();
    var able =
        waited.entrySet().stream()
            .filter(e -> e.getValue().containsKey(most))
            .sorted(Comparator.comparingDouble(e -> e.getValue().get(most).cpu.median()))
            .toList();
    String first = able.getFirst().getKey().label();
    Figure least = able.getFirst().getValue().get(most).cpu;
    if (able.size() == 1) {
      section.verdict(
          "Only %s waited %,d at once: %s of CPU time a wait.", first, most, least.show());
      return;
    }
    String second = able.get(1).getKey().label();
    Figure next = able.get(1).getValue().get(most).cpu;
    section.verdict(
        "The least CPU time a wait, where %,d wait at once: %s, %s; %s, %s%s.",
        most,
        first,
        least.show(),
        second,
        next.show(),
        least.greatest() < next.least() ? " comes next" : " does not differ beyond the spread");
  }

  private static Lines chart(
      String title,
      String about,
      Function<Waited, Figure> figure,
      Map<Technique, TreeMap<Integer, Waited>> waited) {
    var series = new LinkedHashMap<Technique, List<Lines.Point>>();
    waited.forEach(
        (technique, byWaits) ->
            series.put(
                technique,
                byWaits.entrySet().stream()
                    .map(e -> new Lines.Point(e.getKey(), figure.apply(e.getValue())))
                    .toList()));
    return new Lines(
        title,
        about,
        new Axis("waits at once", Unit.COUNT, true),
        new Axis("time", Unit.NANOSECONDS, true),
        true,
        series.entrySet().stream()
            .map(e -> new Lines.Series(e.getKey().label(), e.getValue()))
            .toList());
  }
}
