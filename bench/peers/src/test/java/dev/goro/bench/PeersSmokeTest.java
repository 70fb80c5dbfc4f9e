package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload that jox and Kotlin's coroutines can do, tiny, at 1 and 2 procs, the workloads of
 * a suite in one process: each twin checks its own results, and a wrong one fails its process.
 */
@GoroTest(seconds = 50)
class PeersSmokeTest {
  private static final Budget TINY =
      new Budget(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), 1, Duration.ofSeconds(40));

  private static final int SMALL = 1_000;

  private static List<TwinReport> measure(
      Contender contender, Map<Workload, Integer> workloads, int procs) {
    var commands = new Commands(new JavaCommand(JavaCommand.DEFAULT_GC), null);
    return TwinProcess.run(
            contender.id() + "'s twin",
            commands.command(contender, workloads, procs, TINY),
            Commands.environment(procs),
            TINY.limit())
        .lines()
        .map(TwinReport::parse)
        .toList();
  }

  static Stream<Arguments> all() {
    return Stream.of(Contender.JOX, Contender.KOTLIN)
        .flatMap(
            c ->
                Suites.ALL.stream()
                    .filter(s -> s.workloads().stream().anyMatch(w -> w.contenders().contains(c)))
                    .flatMap(s -> Stream.of(Arguments.of(c, s, 1), Arguments.of(c, s, 2))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachWorkload(Contender contender, Suite suite, int procs) {
    var workloads = new LinkedHashMap<Workload, Integer>();
    suite.workloads().stream()
        .filter(w -> w.contenders().contains(contender))
        .forEach(w -> workloads.put(w, Math.min(w.size(), SMALL)));
    var reports = measure(contender, workloads, procs);
    assertEquals(
        workloads.keySet().stream().map(Workload::id).toList(),
        reports.stream().map(TwinReport::workload).toList());
    for (TwinReport report : reports) {
      assertEquals(procs, report.procs());
      assertTrue(report.series().getFirst().samples().getFirst() > 0, report::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JOX", "KOTLIN"})
  void aWrongResultEndsTheBenchmark(Contender contender) {
    // A skynet of 1,001 leaves has no ten equal parts.
    var skynet = Map.of(Suites.find("skynet").orElseThrow(), 1_001);
    var e = assertThrows(BenchException.class, () -> measure(contender, skynet, 1));
    assertTrue(e.getMessage().contains("sum of the leaves: expected 500500, got"), e::getMessage);
  }

  @Test
  void bothAreThere() {
    assertEquals(List.of(true, true), List.of(Contender.JOX.isThere(), Contender.KOTLIN.isThere()));
  }
}
