package dev.goro.bench.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What is the same in every Java server's process: it tells on stdout where it listens, ends with
 * its stdin, and fails as a whole if anything in it fails, so that a figure is never one of a
 * server that lost connections.
 */
final class ServerProcess {
  private ServerProcess() {}

  /**
   * Tells that the server listens, and ends the process when stdin ends.
   *
   * @param port the port
   * @param procs how many goroutines or threads may run at once, as the runtime itself tells it
   */
  static void listens(int port, int procs) {
    System.out.println("{\"port\":%d,\"procs\":%d}".formatted(port, procs));
    Thread.ofPlatform()
        .name("stdin")
        .start(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                fail(e);
              }
              System.exit(0);
            });
  }

  /** Ends the process after a failure. */
  static void fail(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
