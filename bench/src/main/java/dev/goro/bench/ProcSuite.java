package dev.goro.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The suite {@code proc}: what {@code runtime/proc_test.go} of Go measures, by the same names. */
final class ProcSuite {
  private static final int[] DELAYS = {0, 1, 2, 5, 10, 20, 50, 100};

  static final Suite SUITE =
      Suite.of(
          "proc",
          "what runtime/proc_test.go of Go measures",
          List.of("suite_proc.go"),
          Stream.concat(
                  Stream.of(
                      Workload.of(
                              "StackGrowth",
                              Group.OTHER,
                              "a goroutine for each P calls itself 10 deep, 1 kB a frame; a"
                                  + " descent")
                          .sized(10),
                      Workload.of(
                              "StackGrowthDeep",
                              Group.OTHER,
                              "a goroutine for each P calls itself 1,024 deep, 1 kB a frame; a"
                                  + " descent")
                          .sized(1_024),
                      Workload.of(
                          "CreateGoroutines",
                          Group.CREATE,
                          "each goroutine starts the next one and ends; a goroutine"),
                      Workload.of(
                          "CreateGoroutinesParallel",
                          Group.CREATE,
                          "the same in a row for each P; a goroutine"),
                      Workload.of(
                          "CreateGoroutinesCapture",
                          Group.CREATE,
                          "four goroutines that share variables are started and waited for; four"
                              + " goroutines"),
                      Workload.of(
                          "CreateGoroutinesSingle",
                          Group.CREATE,
                          "one goroutine starts all others; a goroutine"),
                      Workload.of(
                          "Matmult",
                          Group.OTHER,
                          "matrices are multiplied by halves in goroutines; a multiplication"),
                      Workload.of(
                          "PingPongHog",
                          Group.OTHER,
                          "on one P a value goes to and fro while another goroutine computes; a"
                              + " round trip")),
                  Arrays.stream(DELAYS).boxed().flatMap(ProcSuite::wakeUps))
              .map(ProcSuite::onPeers)
              .toArray(Workload[]::new));

  private ProcSuite() {}

  /**
   * The hog of {@code PingPongHog} never gives way: elsewhere the others would wait for ever. The
   * recursion of {@code Matmult} waits in each call, which Kotlin's has to be written anew for.
   */
  private static Workload onPeers(Workload w) {
    return switch (w.id()) {
      case "PingPongHog" -> w;
      case "Matmult" -> w.alsoOn(Contender.JDK);
      default -> w.alsoOn(Contender.JDK, Contender.KOTLIN);
    };
  }

  private static Stream<Workload> wakeUps(int micros) {
    return Stream.of(
        Workload.of(
                "WakeupParallelSpinning-" + micros + "us",
                Group.OTHER,
                "two goroutines compute for %d µs and hand over, in turns; two hand-overs"
                    .formatted(micros))
            .sized(micros),
        Workload.of(
                "WakeupParallelSyscall-" + micros + "us",
                Group.OTHER,
                "two goroutines block their threads for %d µs and hand over, in turns; two hand-overs"
                    .formatted(micros))
            .sized(micros));
  }
}
