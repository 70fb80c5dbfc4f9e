package dev.goro.bench.jox;

import dev.goro.bench.twin.Twin;
import java.util.Map;

/** The twin's process: the workload runs on a virtual thread. */
public final class JoxTwin {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private static final Twin TWIN =
      new Twin(
          Map.of(
              "unbuffered", OneToOne::new,
              "pingpong", _ -> new PingPong(),
              "buffered", OneToOne::new,
              "select", _ -> new SelectFromTwo(),
              "chain", Chain::new,
              "skynet", Skynet::new),
          () -> {
            throw new IllegalArgumentException("the jox twin has no workload \"parked\"");
          });

  private JoxTwin() {}

  /**
   * Measures one workload.
   *
   * @param args workload, size, warm-up and sample time in milliseconds, number of samples
   * @throws InterruptedException if the wait for the workload is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> Twin.fail(failure));
    int procs = Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
    Threads.start(() -> System.out.println(TWIN.measure(args, procs))).join();
  }
}
