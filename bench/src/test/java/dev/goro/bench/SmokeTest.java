package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every workload on every contender, tiny: each twin checks its own results, and a wrong one fails
 * its process.
 */
@GoroTest(seconds = 50)
class SmokeTest {
  private static final Budget TINY =
      new Budget(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), 1, Duration.ofSeconds(40));

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

  private static int tiny(Workload workload) {
    return switch (workload) {
      case SKYNET, PARKED -> 1_000;
      case CHAIN, SPAWN -> 20;
      default -> workload.size();
    };
  }

  private static TwinReport measure(Contender contender, Workload workload, int size, int procs) {
    var commands =
        new Commands(
            new JavaCommand(JavaCommand.DEFAULT_GC),
            goTwin == null ? null : goTwin.executable(GoProgram.TWIN));
    return TwinReport.parse(
        TwinProcess.run(
            contender + "'s " + workload,
            commands.command(contender, workload, size, procs, TINY),
            Commands.environment(procs),
            TINY.limit()));
  }

  private static void smoke(Contender contender, Workload workload, int procs) {
    var rounds = new Rounds(workload, procs);
    rounds.add(contender, measure(contender, workload, tiny(workload), procs));
    var rows = rounds.rows();
    assertTrue(!rows.isEmpty() && rows.size() <= workload.metrics().size(), rows::toString);
    assertTrue(
        rows.stream()
            .filter(row -> row.unit().equals("ns/op"))
            .allMatch(row -> row.median().get(contender.id()) > 0),
        rows::toString);
  }

  @ParameterizedTest
  @EnumSource
  void goroOnOneProc(Workload workload) {
    smoke(Contender.GORO, workload, 1);
  }

  @ParameterizedTest
  @EnumSource
  void goroOnTwoProcs(Workload workload) {
    smoke(Contender.GORO, workload, 2);
  }

  @ParameterizedTest
  @EnumSource
  void jdk(Workload workload) {
    assumeTrue(Contender.JDK.has(workload), "the JDK has nothing like it");
    smoke(Contender.JDK, workload, 2);
  }

  @ParameterizedTest
  @EnumSource
  void go(Workload workload) {
    assumeTrue(goTwin != null, "there is no Go on this machine");
    smoke(Contender.GO, workload, 2);
  }

  @Test
  void aTwinThatFailsEndsTheBenchmark() {
    // A skynet of 1,001 leaves has no ten equal parts: the sum is wrong.
    var e =
        assertThrows(BenchException.class, () -> measure(Contender.JDK, Workload.SKYNET, 1_001, 1));
    assertTrue(e.getMessage().startsWith("JDK's SKYNET failed with exit code 1"), e::getMessage);
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
