package dev.goro.bench.jox;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Twin;

/** What the workloads start and connect. */
final class Threads {
  private Threads() {}

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
