package dev.goro.lab.bound;

import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Section;
import dev.goro.lab.report.Unit;
import dev.goro.lab.technique.Technique;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The part's section, of figures that are made up. */
public final class BoundSample {
  private BoundSample() {}

  /** A section of a machine with eight CPUs. */
  public static Section section() {
    Map<Technique, TreeMap<Integer, BoundPart.Computed>> computed = new EnumMap<>(Technique.class);
    Map<Technique, TreeMap<Integer, BoundPart.Waited>> waited = new EnumMap<>(Technique.class);
    for (Technique technique : Technique.values()) {
      for (int cpus = 1; cpus <= 8; cpus *= 2) {
        int busy = technique == Technique.LOOP ? 1 : cpus;
        computed
            .computeIfAbsent(technique, _ -> new TreeMap<>())
            .put(
                cpus,
                new BoundPart.Computed(
                    figure(40e6 / busy, Unit.NANOSECONDS), figure(busy * 0.98, Unit.COUNT)));
      }
      int most =
          technique == Technique.POOL ? 100 : technique == Technique.THREADS ? 1_000 : 50_000;
      for (int waits : List.of(100, 1_000, 10_000, 50_000)) {
        if (waits <= most) {
          double each = technique == Technique.THREADS ? 40_000 : 700 + 100 * technique.ordinal();
          double all = (technique == Technique.POOL ? 20e6 * waits / 8 : 20e6) + waits * each;
          waited
              .computeIfAbsent(technique, _ -> new TreeMap<>())
              .put(
                  waits,
                  new BoundPart.Waited(
                      figure(all, Unit.NANOSECONDS),
                      figure(each, Unit.NANOSECONDS),
                      figure(waits * each / all, Unit.COUNT),
                      Optional.of(figure(50e6 + 900.0 * waits, Unit.BYTES))));
        }
      }
    }
    var section = Section.of("bound", new BoundPart().title());
    BoundPart.computing(section, computed);
    BoundPart.waiting(section, waited);
    return section.build();
  }

  private static Figure figure(double middle, Unit unit) {
    return Figure.of(List.of(0.93 * middle, middle, 1.4 * middle), unit, "made up");
  }
}
