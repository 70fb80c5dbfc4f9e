package dev.goro.bench.jdk;

import dev.goro.bench.twin.HandOver;
import dev.goro.bench.twin.Twin;
import java.util.Map;

/** The twin's process: the workload runs on a virtual thread. */
public final class JdkTwin {
  /** How many carrier threads the JDK's scheduler has. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private static final Twin TWIN =
      new Twin(
          Map.of(
              "yield", Yield::new,
              "park", _ -> new HandOver(Thread::startVirtualThread),
              "spawn", Spawn::new,
              "spawn-join", _ -> new SpawnJoin(),
              "unbuffered", OneToOne::new,
              "pingpong", _ -> new PingPong(),
              "buffered", OneToOne::new,
              "chain", Chain::new,
              "skynet", Skynet::new),
          WaitingThreads::new);

  private JdkTwin() {}

  /**
   * Measures one workload.
   *
   * @param args workload, size, warm-up and sample time in milliseconds, number of samples
   * @throws InterruptedException if the wait for the workload is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> Twin.fail(failure));
    int procs = Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                System.out.println(TWIN.measure(args, procs));
              } catch (Exception e) {
                Twin.fail(e);
              }
            })
        .join();
  }
}
