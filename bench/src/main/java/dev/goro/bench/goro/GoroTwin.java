package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.HandOver;
import dev.goro.bench.twin.Twin;
import java.util.Map;

/** The twin's process: the workload runs on the main goroutine. */
public final class GoroTwin {
  private static final Twin TWIN =
      new Twin(
          Map.of(
              "yield", Yield::new,
              "park", _ -> new HandOver(task -> Go.go(task::run)),
              "spawn", Spawn::new,
              "spawn-join", _ -> new SpawnJoin(),
              "unbuffered", OneToOne::new,
              "pingpong", _ -> new PingPong(),
              "buffered", OneToOne::new,
              "select", _ -> new SelectFromTwo(),
              "chain", Chain::new,
              "skynet", Skynet::new),
          WaitingGoroutines::new);

  private GoroTwin() {}

  /**
   * Measures one workload.
   *
   * @param args workload, size, warm-up and sample time in milliseconds, number of samples
   */
  public static void main(String[] args) {
    Go.onPanic(
        panic -> {
          System.err.println(panic.report());
          Twin.fail(panic.cause());
        });
    try {
      Go.run(() -> System.out.println(TWIN.measure(args, Go.gomaxprocs())));
    } catch (Throwable t) {
      Twin.fail(t);
    }
    System.exit(0);
  }
}
