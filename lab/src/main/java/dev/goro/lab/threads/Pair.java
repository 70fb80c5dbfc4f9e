package dev.goro.lab.threads;

import dev.goro.lab.Run;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Function;

/**
 * The same measured on threads and on goroutines.
 *
 * @param threads the threads' figure
 * @param goroutines the goroutines' figure
 */
record Pair(Figure threads, Figure goroutines) {
  /**
   * Asks an experiment, round by round, threads and goroutines in turns.
   *
   * @param run how often
   * @param what what it measures, for whoever waits
   * @param how how it is measured
   * @param child makes the process for a crew; it answers with samples in nanoseconds
   */
  static Pair measure(Run run, String what, String how, Function<Crew, Child> child)
      throws InterruptedException {
    var samples = new EnumMap<Crew, List<Double>>(Crew.class);
    for (int round = 0; round < run.rounds(); round++) {
      for (Crew crew : Crew.values()) {
        run.progress("%s, %s, round %d of %d", what, label(crew), round + 1, run.rounds());
        double[] some = child.apply(crew).run(double[].class);
        samples
            .computeIfAbsent(crew, _ -> new ArrayList<>())
            .addAll(Arrays.stream(some).boxed().toList());
      }
    }
    return new Pair(
        Figure.of(samples.get(Crew.THREADS), Unit.NANOSECONDS, how),
        Figure.of(samples.get(Crew.GOROUTINES), Unit.NANOSECONDS, how));
  }

  static String label(Crew crew) {
    return crew == Crew.THREADS ? "OS threads" : "goroutines";
  }

  static Flags flags(Crew crew) {
    return crew == Crew.THREADS ? Flags.PLAIN : Flags.GORO;
  }

  /** How many times as much the thread takes. */
  String ratio() {
    return Unit.TIMES.show(threads.times(goroutines));
  }
}
