package dev.goro.bench.net;

import java.io.IOException;

/** The blocking server on the JDK's scheduler: a virtual thread for each connection. */
public final class JdkServer {
  /** How many carrier threads the JDK's scheduler has. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private JdkServer() {}

  /**
   * Serves until stdin ends.
   *
   * @param args {@code echo} or {@code http}
   * @throws InterruptedException if the wait for the server is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    int procs = Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
    start(() -> BlockingServer.run(args, procs, JdkServer::start)).join();
  }

  private static Thread start(BlockingServer.Body body) {
    return Thread.startVirtualThread(
        () -> {
          try {
            body.run();
          } catch (IOException | RuntimeException | Error e) {
            ServerProcess.fail(e);
          }
        });
  }
}
