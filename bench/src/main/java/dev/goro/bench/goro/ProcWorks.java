package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.DeepCalls;
import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Matrices;
import dev.goro.bench.twin.NativeSleep;
import dev.goro.bench.twin.Works;

/** The suite {@code proc}: what {@code runtime/proc_test.go} of Go measures, by the same names. */
final class ProcWorks {
  private static final int[] DELAYS = {0, 1, 2, 5, 10, 20, 50, 100};

  static final Works ALL =
      new Works()
          .add("StackGrowth", depth -> DeepCalls.work(Goroutines.parallel(), depth))
          .add("StackGrowthDeep", depth -> DeepCalls.work(Goroutines.parallel(), depth))
          .add("CreateGoroutines", _ -> new CreateInRows(1))
          .add("CreateGoroutinesParallel", _ -> new CreateInRows(Go.gomaxprocs()))
          .add("CreateGoroutinesCapture", _ -> Creating::capturing)
          .add("CreateGoroutinesSingle", _ -> Creating::fromOne)
          .add("Matmult", _ -> Matrices.work(Goroutines::both))
          .add("PingPongHog", _ -> PingPongHog::run);

  static {
    for (int micros : DELAYS) {
      ALL.add(
          "WakeupParallelSpinning-" + micros + "us", m -> new WakeUps(m, LocalWork::computeFor));
      ALL.add("WakeupParallelSyscall-" + micros + "us", m -> new WakeUps(m, NativeSleep::sleep));
    }
  }

  private ProcWorks() {}
}
