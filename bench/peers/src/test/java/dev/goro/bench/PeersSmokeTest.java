package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload that jox and Kotlin's coroutines can do, tiny, at 1 and 2 procs: each twin checks
 * its own results, and a wrong one fails its process.
 */
@GoroTest(seconds = 50)
class PeersSmokeTest {
  private static final Budget TINY =
      new Budget(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), 1, Duration.ofSeconds(40));

  private static TwinReport measure(Contender contender, Workload workload, int size, int procs) {
    var commands = new Commands(new JavaCommand(JavaCommand.DEFAULT_GC), null);
    return TwinReport.parse(
        TwinProcess.run(
            contender + "'s " + workload,
            commands.command(contender, workload, size, procs, TINY),
            Commands.environment(procs),
            TINY.limit()));
  }

  static Stream<Arguments> all() {
    return Stream.of(Contender.JOX, Contender.KOTLIN)
        .flatMap(
            c ->
                Arrays.stream(Workload.values())
                    .filter(c::has)
                    .flatMap(w -> Stream.of(Arguments.of(c, w, 1), Arguments.of(c, w, 2))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachWorkload(Contender contender, Workload workload, int procs) {
    int size =
        switch (workload) {
          case SKYNET -> 1_000;
          case CHAIN, SPAWN -> 20;
          default -> workload.size();
        };
    TwinReport report = measure(contender, workload, size, procs);
    assertEquals(workload.id(), report.workload());
    assertEquals(procs, report.procs());
    assertTrue(report.series().getFirst().samples().getFirst() > 0, report::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"JOX", "KOTLIN"})
  void aWrongResultEndsTheBenchmark(Contender contender) {
    // A skynet of 1,001 leaves has no ten equal parts.
    var e = assertThrows(BenchException.class, () -> measure(contender, Workload.SKYNET, 1_001, 1));
    assertTrue(e.getMessage().contains("sum of the leaves: expected 500500, got"), e::getMessage);
  }

  @Test
  void bothAreThere() {
    assertEquals(List.of(true, true), List.of(Contender.JOX.isThere(), Contender.KOTLIN.isThere()));
  }
}
