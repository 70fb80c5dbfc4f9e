package dev.goro.bench.jdk;

import dev.goro.bench.twin.Twin;
import dev.goro.bench.twin.Works;

/** The twin's process: a workload runs on a virtual thread. */
public final class JdkTwin {
  private static final Twin TWIN =
      new Twin(
          Works.of(
              GoroWorks.ALL, //
              ChanWorks.ALL, //
              ClassicsWorks.ALL,
              ProcWorks.ALL,
              SyncWorks.ALL,
              TimeWorks.ALL,
              CoroutineWorks.ALL //
              ));

  private JdkTwin() {}

  /**
   * Measures workloads.
   *
   * @param args warm-up and sample time in milliseconds, number of samples, workloads with sizes
   * @throws InterruptedException if the wait for them is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> Twin.fail(failure));
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                TWIN.measure(args, VirtualThreads.procs(), System.out::println);
              } catch (Exception e) {
                Twin.fail(e);
              }
            })
        .join();
  }
}
