package dev.goro.lab.work;

import dev.goro.lab.technique.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;

/** A server on this machine's loopback, with a task for each connection. */
final class Server implements AutoCloseable {
  private static final int BACKLOG = 4_096;

  private final ServerSocket socket;

  Server() throws IOException {
    socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /** What a task does with its connection, which is closed afterwards. */
  interface Handler {
    void serve(Socket connection) throws Exception;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Accepts so many connections, serves each in a task, and waits for all. */
  void serve(Tasks tasks, int connections, Handler handler) throws Exception {
    var served = new ArrayList<Tasks.Started<Void>>();
    for (int i = 0; i < connections; i++) {
      Socket connection = socket.accept();
      connection.setTcpNoDelay(true);
      served.add(
          tasks.spawn(
              () -> {
                try (connection) {
                  handler.serve(connection);
                }
                return null;
              }));
    }
    for (var one : served) {
      one.await();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
