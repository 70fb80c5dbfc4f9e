package dev.goro.lab.techniques;

import dev.goro.lab.report.Section;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Technique;
import dev.goro.lab.work.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part's section, of figures that are made up. */
public final class TechniquesSample {
  private TechniquesSample() {}

  /** A section of a machine that has Go and Python; one pool is stuck. */
  public static Section section() {
    Map<Program, List<Contender>> results = new LinkedHashMap<>();
    double scale = 20; // operations a second, from slow programs to fast ones
    for (Program program : Program.ALL) {
      var contenders = new ArrayList<Contender>();
      for (Technique technique : Technique.values()) {
        contenders.add(
            technique == Technique.POOL && program.name().equals("microservice")
                ? Contender.of(technique.label(), Sampled.failed("stuck: as made up"), "")
                : contender(technique.label(), scale * (1 + technique.ordinal())));
      }
      contenders.add(contender("Go", 4 * scale));
      if (program.name().equals("scraper")) {
        contenders.add(contender("Python's asyncio", scale / 5));
      }
      results.put(program, contenders);
      scale *= 4;
    }
    return TechniquesPart.section(results, "");
  }

  private static Contender contender(String label, double throughput) {
    var sampled = Sampled.none();
    for (double times : new double[] {0.7, 1, 1.2}) {
      sampled.add(Measure.THROUGHPUT, throughput * times);
      sampled.add(Measure.MEDIAN_LATENCY, 1e9 / throughput * times);
      sampled.add(Measure.TAIL_LATENCY, 9e9 / throughput * times);
      sampled.add(Measure.CPU, 5e8 / throughput * times);
    }
    sampled.add(Measure.MEMORY, 90e6);
    return Contender.of(label, sampled, "made up");
  }
}
