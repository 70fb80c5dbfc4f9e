package dev.goro.lab.techniques;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Footprint;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Child;
import dev.goro.lab.report.Figure;
import dev.goro.lab.technique.Contender;
import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Sampled;
import dev.goro.lab.technique.Technique;
import dev.goro.lab.work.Program;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs in processes of their own, and what the part makes of their samples. */
@Timeout(120)
class ProgramExperimentTest {
  private static final Effort EFFORT = new Effort(100, 30, 3);
  private static final long HEAP = 256 << 20;
  private static final int TRIES = 5;
  private static final double CLEARLY_MORE = 3;

  private static Sampled measure(String program, Technique technique) throws Exception {
    return Footprint.fixHeap(Child.java(ProgramExperiment.class, technique.flags()), HEAP)
        .args(technique, program, 5_000)
        .args(EFFORT.args().toArray())
        .run(Sampled.class);
  }

  private static Figure figure(Sampled sampled, Measure measure) {
    assertEquals("", sampled.failure());
    return Contender.of("", sampled, "").figure(measure).orElseThrow();
  }

  @Test
  void tellsAllMeasures() throws Exception {
    var sampled = measure("web server", Technique.GOROUTINES);

    assertEquals("", sampled.failure());
    assertEquals(EnumSet.allOf(Measure.class), sampled.samples().keySet());
    assertEquals(EFFORT.samples(), sampled.samples().get(Measure.THROUGHPUT).size());
    assertTrue(
        figure(sampled, Measure.TAIL_LATENCY).median()
            >= figure(sampled, Measure.MEDIAN_LATENCY).median());
    assertTrue(figure(sampled, Measure.CPU).median() > 0);
    double memory = figure(sampled, Measure.MEMORY).least();
    assertTrue(memory > 0 && memory < HEAP, "without the heap: " + memory);
  }

  /** Tasks that wait for tasks of the same pool. */
  @Test
  void aPoolWhoseTasksWaitForOneAnotherIsSaidToBeStuck() throws Exception {
    var sampled =
        Child.java(ProgramExperiment.class, Technique.POOL.flags())
            .args(Technique.POOL, "microservice", 1_000)
            .args(EFFORT.args().toArray())
            .run(Sampled.class);
    assertEquals("stuck: a run had not ended after 1000 ms", sampled.failure());
  }

  /**
   * The window's events wait while the job has the loop's only thread; other programs may hold up
   * both, so there are several tries.
   */
  @Test
  void workHoldsUpAnEventLoopAndNotGoroutines() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one CPU");
    var tries = new ArrayList<String>();
    while (tries.size() < TRIES) {
      var loop = figure(measure("GUI events", Technique.LOOP), Measure.TAIL_LATENCY);
      var goroutines = figure(measure("GUI events", Technique.GOROUTINES), Measure.TAIL_LATENCY);
      if (loop.least() > CLEARLY_MORE * goroutines.median()) {
        return;
      }
      tries.add(loop.show() + " against " + goroutines.show());
    }
    fail("latency p99: " + tries);
  }

  @Test
  void whatTheLoopDoesToAWindowIsToldFromTheFigures() {
    var gui = Program.named("GUI events");

    assertEquals(
        "On the event loop half of the GUI events are answered within 2.00 ns, but one in a hundred after 90.0 ns"
            + " or more; on goroutines after 30.0 ns. That is 3.00× as long: the job in the background has the loop's"
            + " only thread meanwhile.",
        gui.seen(
                List.of(
                    window(Technique.THREADS, 2, 40),
                    window(Technique.GOROUTINES, 2, 30),
                    window(Technique.LOOP, 2, 90)))
            .orElseThrow());
    assertTrue(
        gui.seen(List.of(window(Technique.GOROUTINES, 2, 90), window(Technique.LOOP, 2, 90)))
            .orElseThrow()
            .endsWith("That is no difference beyond the spread."));
    assertEquals(
        Optional.empty(), gui.seen(List.of(window(Technique.GOROUTINES, 2, 90))), "no event loop");
  }

  private static Contender window(Technique technique, double median, double tail) {
    var sampled = Sampled.none();
    for (int i = 0; i < 3; i++) {
      sampled.add(Measure.MEDIAN_LATENCY, median);
      sampled.add(Measure.TAIL_LATENCY, tail);
    }
    return Contender.of(technique.label(), sampled, "made up");
  }

  @Test
  void twinsMeasureTheSameIfTheyAreInstalled() throws Exception {
    try (var twins = Twins.prepare()) {
      for (String program : List.of("microservice", "scraper")) {
        for (var twin : twins.of(program).entrySet()) {
          var sampled =
              twin.getValue().args(program).args(EFFORT.args().toArray()).run(Sampled.class);
          assertEquals(EnumSet.allOf(Measure.class), sampled.samples().keySet(), twin.getKey());
          double memory = sampled.samples().get(Measure.MEMORY).getFirst();
          Usage.residentBytes()
              .ifPresent(
                  own -> assertTrue(memory < own / 2, twin.getKey() + " has ours: " + memory));
        }
      }
    }
  }

  @Test
  void theSectionNamesTheWinnerOfEachProgram() {
    var results = new LinkedHashMap<Program, List<Contender>>();
    results.put(
        Program.named("scraper"),
        List.of(made(Technique.THREADS, 100), made(Technique.GOROUTINES, 900)));
    results.put(
        Program.named("proxy"),
        List.of(
            Contender.of(Technique.POOL.label(), Sampled.failed("stuck: as made up"), ""),
            made(Technique.VIRTUAL, 100),
            made(Technique.LOOP, 100)));

    var section = TechniquesPart.section(results, "");

    assertEquals(
        List.of(
            "Best for scraper: goroutines (throughput 900/s, 9.00× better than OS threads (100/s)).",
            "Best for proxy: JDK virtual threads, event loop (no difference beyond the spread).",
            "Programs won: goroutines 1; the other 1 of 2 have no single winner."),
        section.verdicts());
    assertEquals("stuck: as made up", section.tables().get(2).rows().get(0).get(1).show());
  }

  private static Contender made(Technique technique, double throughput) {
    var sampled = Sampled.none();
    for (Measure measure : Measure.values()) {
      for (int i = 0; i < 3; i++) {
        sampled.add(measure, measure == Measure.THROUGHPUT ? throughput : 1);
      }
    }
    return Contender.of(technique.label(), sampled, "made up");
  }
}
