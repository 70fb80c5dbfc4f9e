package dev.goro.bench.jox;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Twin;
import java.util.ArrayList;

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

  /** Operations that as many virtual threads share as may run at once. */
  static Parallel parallel() {
    return new Parallel(Threads::together, procs());
  }

  private static void together(int count, Parallel.Member member) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      int me = i;
      threads.add(start(() -> member.run(me)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** A channel of the given capacity. */
  static <T> Channel<T> channel(int capacity) {
    return capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
  }
}
