package dev.goro.bench.jox;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Twin;

/** What the workloads start and connect. */
final class Threads {
  /** How many carrier threads the JDK's scheduler has. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private Threads() {}

  /** How many virtual threads may run at once. */
  static int procs() {
    return Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
  }

  /** What a virtual thread does. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  /** Starts a virtual thread; what it throws ends the process. */
  static Thread start(Body body) {
    return Thread.startVirtualThread(
        () -> {
          try {
            body.run();
          } catch (Exception e) {
            Twin.fail(e);
          }
        });
  }

  /** A channel of the given capacity. */
  static Channel<Long> channel(int capacity) {
    return capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
  }
}
