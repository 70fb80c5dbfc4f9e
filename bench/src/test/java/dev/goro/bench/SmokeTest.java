package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload on every contender, tiny, the workloads of a suite in one process: each twin
 * checks its own results, and a wrong one fails its process.
 */
@GoroTest(seconds = 50)
class SmokeTest {
  private static final Budget TINY =
      new Budget(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), 1, Duration.ofSeconds(40));

  private static final int SMALL = 1_000;

  private static GoPrograms goTwin;

  @BeforeAll
  static void buildTheGoTwin() {
    goTwin =
        GoPrograms.find(System.getenv().getOrDefault("PATH", ""))
            .map(go -> GoPrograms.build(go, GoProgram.TWIN))
            .orElse(null);
  }

  @AfterAll
  static void removeTheGoTwin() {
    if (goTwin != null) {
      goTwin.close();
    }
  }

  private static Map<Workload, Integer> tiny(Stream<Workload> workloads) {
    return workloads.collect(
        Collectors.toMap(w -> w, w -> Math.min(w.size(), SMALL), (a, _) -> a, LinkedHashMap::new));
  }

  private static List<TwinReport> measure(
      Contender contender, Map<Workload, Integer> workloads, int procs) {
    var commands =
        new Commands(
            new JavaCommand(JavaCommand.DEFAULT_GC),
            goTwin == null ? null : goTwin.executable(GoProgram.TWIN));
    return TwinProcess.run(
            contender.id() + "'s twin",
            commands.command(contender, workloads, procs, TINY),
            Commands.environment(procs),
            TINY.limit())
        .lines()
        .map(TwinReport::parse)
        .toList();
  }

  private static void smoke(Contender contender, Suite suite, int procs) {
    var workloads =
        tiny(suite.workloads().stream().filter(w -> w.contenders().contains(contender)));
    assumeFalse(workloads.isEmpty(), "it can do nothing of this suite");
    var reports = measure(contender, workloads, procs).iterator();
    for (Workload workload : workloads.keySet()) {
      var rounds = new Rounds(workload, procs);
      rounds.add(contender, reports.next());
      var rows = rounds.rows();
      assertTrue(!rows.isEmpty() && rows.size() <= workload.metrics().size(), rows::toString);
      assertTrue(
          rows.stream()
              .filter(row -> row.unit().equals("ns/op"))
              .allMatch(row -> row.median().get(contender.id()) > 0),
          rows::toString);
    }
  }

  static List<Suite> suites() {
    return Suites.ALL;
  }

  @ParameterizedTest
  @MethodSource("suites")
  void goroOnOneProc(Suite suite) {
    smoke(Contender.GORO, suite, 1);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void goroOnTwoProcs(Suite suite) {
    smoke(Contender.GORO, suite, 2);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void jdk(Suite suite) {
    smoke(Contender.JDK, suite, 2);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void go(Suite suite) {
    assumeTrue(goTwin != null, "there is no Go on this machine");
    smoke(Contender.GO, suite, 2);
  }

  @Test
  void theGoTwinHasTheSameWorkloads() {
    assumeTrue(goTwin != null, "there is no Go on this machine");
    var list =
        TwinProcess.run(
            "the Go twin's list",
            List.of(goTwin.executable(GoProgram.TWIN), "list"),
            Map.of(),
            TINY.limit());
    assertEquals(
        Suites.workloads().stream().map(Workload::id).sorted().toList(), list.lines().toList());
  }

  @Test
  void aTwinThatFailsEndsTheBenchmark() {
    // A skynet of 1,001 leaves has no ten equal parts: the sum is wrong.
    var e =
        assertThrows(
            BenchException.class,
            () -> measure(Contender.JDK, Map.of(Suites.find("skynet").orElseThrow(), 1_001), 1));
    assertTrue(e.getMessage().startsWith("jdk's twin failed with exit code 1"), e::getMessage);
    assertTrue(e.getMessage().contains("sum of the leaves: expected 500500, got"), e::getMessage);
  }

  @Test
  void aProcessThatHangsIsEnded() {
    var e =
        assertThrows(
            BenchException.class,
            () ->
                TwinProcess.run(
                    "sleep",
                    List.of("sleep", "60"),
                    Commands.environment(1),
                    Duration.ofMillis(100)));
    assertEquals("sleep did not end within 0 s; its stacks:", e.getMessage().strip());
  }
}
