package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Twin;
import dev.goro.bench.twin.Works;
import dev.goro.runtime.testing.Probe;

/** The twin's process: a workload runs on the main goroutine. */
public final class GoroTwin {
  private static final Twin TWIN =
      new Twin(
          Works.of(
              GoroWorks.ALL, //
              ClassicsWorks.ALL,
              ChanWorks.ALL,
              ProcWorks.ALL,
              SyncWorks.ALL,
              TimeWorks.ALL,
              ContextWorks.ALL,
              CoroutineWorks.ALL,
              ScaleWorks.ALL),
          Probe::contention);

  private GoroTwin() {}

  /**
   * Measures workloads.
   *
   * @param args warm-up and sample time in milliseconds, number of samples, workloads with sizes
   */
  public static void main(String[] args) {
    Go.onPanic(
        panic -> {
          System.err.println(panic.report());
          Twin.fail(panic.cause());
        });
    try {
      Go.run(() -> TWIN.measure(args, Go.gomaxprocs(), System.out::println));
    } catch (Throwable t) {
      Twin.fail(t);
    }
    System.exit(0);
  }
}
