package dev.goro.bench.net;

import dev.goro.Go;

/** The blocking server on Goro: a goroutine for each connection. */
public final class GoroServer {
  private GoroServer() {}

  /**
   * Serves until stdin ends.
   *
   * @param args {@code echo} or {@code http}
   */
  public static void main(String[] args) {
    Go.onPanic(
        panic -> {
          System.err.println(panic.report());
          ServerProcess.fail(panic.cause());
        });
    try {
      Go.run(() -> BlockingServer.run(args, Go.gomaxprocs(), body -> Go.go(body::run)));
    } catch (Throwable t) {
      ServerProcess.fail(t);
    }
  }
}
