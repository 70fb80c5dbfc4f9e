package dev.goro.lab.trial;

import dev.goro.lab.report.Section;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Technique;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part's section, of figures that are made up. */
public final class TrySample {
  private TrySample() {}

  /** A section of a task that waits five milliseconds. */
  public static Section section() {
    Map<Technique, Map<Integer, Contender>> contenders = new EnumMap<>(Technique.class);
    for (Technique technique : Technique.values()) {
      for (int level : List.of(1, 2, 16, 128, 1_024)) {
        int atOnce = technique == Technique.POOL ? Math.min(level, 2) : level;
        var sampled = Sampled.none();
        for (double times : new double[] {0.9, 1, 1.1}) {
          sampled.add(Measure.THROUGHPUT, 190 * atOnce * times);
          sampled.add(Measure.MEDIAN_LATENCY, 5.2e6 * level / atOnce * times);
          sampled.add(Measure.TAIL_LATENCY, 6e6 * level / atOnce * times);
          sampled.add(Measure.CPU, 9_000 * times);
        }
        sampled.add(Measure.MEMORY, 80e6);
        contenders
            .computeIfAbsent(technique, _ -> new TreeMap<>())
            .put(level, Contender.of(technique.label(), sampled, "made up"));
      }
    }
    return TryPart.section("FetchAndParse.java", contenders);
  }
}
