package dev.goro.lab.threads;

import dev.goro.lab.Part;
import dev.goro.lab.Run;
import dev.goro.lab.measure.Effort;
import dev.goro.lab.process.Child;
import dev.goro.lab.process.Flags;
import dev.goro.lab.report.Axis;
import dev.goro.lab.report.Bars;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** The part {@code threads}. */
public final class ThreadsPart implements Part {
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
    var samples = new EnumMap<Crew, List<Double>>(Crew.class);
    for (int round = 0; round < run.rounds(); round++) {
      for (Crew crew : Crew.values()) {
        run.progress("creation of %s, round %d", crew, round + 1);
        double[] some =
            Child.java(Creation.class, crew == Crew.THREADS ? Flags.PLAIN : Flags.GORO)
                .args(crew)
                .args(run.pick(Effort.QUICK, Effort.FULL).args().toArray())
                .run(double[].class);
        samples
            .computeIfAbsent(crew, _ -> new ArrayList<>())
            .addAll(Arrays.stream(some).boxed().toList());
      }
    }
    String how = "started, run and ended, a hundred at a time";
    var threads = Figure.of(samples.get(Crew.THREADS), Unit.NANOSECONDS, how);
    var goroutines = Figure.of(samples.get(Crew.GOROUTINES), Unit.NANOSECONDS, how);
    return Section.of(name(), title())
        .verdict(
            "An OS thread costs %s to create, a goroutine %s: %s as much.",
            threads.value(), goroutines.value(), Unit.TIMES.show(threads.times(goroutines)))
        .chart(
            new Bars(
                "Time",
                "Shorter is better. The whisker goes from the least sample to the greatest.",
                new Axis("time", Unit.NANOSECONDS, true),
                List.of("create, run and end one"),
                List.of(
                    new Bars.Series("OS threads", List.of(Optional.of(threads))),
                    new Bars.Series("goroutines", List.of(Optional.of(goroutines))))))
        .build();
  }
}
