package dev.goro.bench.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server of plain {@code java.net} sockets: whoever accepts starts a task for each connection.
 */
final class BlockingServer {
  /** The size of a connection's buffer. */
  static final int BUFFER_SIZE = 512;

  /** How many connections may wait to be accepted. */
  static final int BACKLOG = 1_024;

  private BlockingServer() {}

  /** What serves one connection to its end. */
  @FunctionalInterface
  interface Service {
    void serve(Socket socket) throws IOException;
  }

  /** Work of a goroutine or a thread. */
  @FunctionalInterface
  interface Body {
    void run() throws IOException;
  }

  /** Starts a goroutine or a thread. */
  @FunctionalInterface
  interface Starter {
    void start(Body body);
  }

  /**
   * Serves for ever, on the calling goroutine or thread.
   *
   * @param args the process's arguments: {@code echo} or {@code http}
   * @param procs how many goroutines or threads may run at once
   * @param starter starts what serves a connection
   */
  static void run(String[] args, int procs, Starter starter) throws IOException {
    Service service =
        switch (String.join(" ", args)) {
          case "echo" -> BlockingServer::echo;
          case "http" -> Http::serve;
          default ->
              throw new IllegalArgumentException(
                  "a server needs echo or http, but got \"" + String.join(" ", args) + "\"");
        };
    try (var server = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"))) {
      ServerProcess.listens(server.getLocalPort(), procs);
      while (true) {
        Socket socket = server.accept();
        starter.start(
            () -> {
              try (socket) {
                socket.setTcpNoDelay(true); // as every connection in Go
                service.serve(socket);
              }
            });
      }
    }
  }

  private static void echo(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var out = socket.getOutputStream();
    var buffer = new byte[BUFFER_SIZE];
    for (int n; (n = in.read(buffer)) >= 0; ) {
      out.write(buffer, 0, n);
    }
  }
}
