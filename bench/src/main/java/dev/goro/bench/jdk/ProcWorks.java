package dev.goro.bench.jdk;

import dev.goro.bench.twin.DeepCalls;
import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Matrices;
import dev.goro.bench.twin.NativeSleep;
import dev.goro.bench.twin.Works;

/**
 * The suite {@code proc}: all but {@code PingPongHog}, whose hog would keep the JDK's only carrier
 * for ever.
 */
final class ProcWorks {
  private static final int[] DELAYS = {0, 1, 2, 5, 10, 20, 50, 100};

  static final Works ALL =
      new Works()
          .add("StackGrowth", depth -> DeepCalls.work(VirtualThreads.parallel(), depth))
          .add("StackGrowthDeep", depth -> DeepCalls.work(VirtualThreads.parallel(), depth))
          .add("CreateGoroutines", _ -> new CreateInRows(1))
          .add("CreateGoroutinesParallel", _ -> new CreateInRows(VirtualThreads.procs()))
          .add("CreateGoroutinesCapture", _ -> Creating::capturing)
          .add("CreateGoroutinesSingle", _ -> Creating::fromOne)
          .add("Matmult", _ -> Matrices.work(VirtualThreads::both));

  static {
    for (int micros : DELAYS) {
      ALL.add(
          "WakeupParallelSpinning-" + micros + "us", m -> new WakeUps(m, LocalWork::computeFor));
      ALL.add("WakeupParallelSyscall-" + micros + "us", m -> new WakeUps(m, NativeSleep::sleep));
    }
  }

  private ProcWorks() {}
}
