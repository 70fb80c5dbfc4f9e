package dev.goro.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Two sockets of the loopback interface that are connected.
 *
 * @param one the end that connected
 * @param other the end that was accepted
 */
public record SocketPair(Socket one, Socket other) implements AutoCloseable {
  /** The address of the loopback interface. */
  public static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** So small that a writer soon has to wait for its reader. */
  private static final int SMALL_BUFFER = 8_192;

  /**
   * Connects two sockets.
   *
   * @return the pair
   * @throws IOException if there can be none
   */
  public static SocketPair connect() throws IOException {
    try (var server = new ServerSocket(0, 1, LOOPBACK)) {
      var one = new Socket(LOOPBACK, server.getLocalPort());
      return new SocketPair(one, server.accept());
    }
  }

  /**
   * A pair whose ends take little before their writers wait.
   *
   * @return the pair
   * @throws IOException if there can be none
   */
  public static SocketPair withSmallBuffers() throws IOException {
    try (var server = new ServerSocket()) {
      server.setReceiveBufferSize(SMALL_BUFFER);
      server.bind(new InetSocketAddress(LOOPBACK, 0), 1);
      var one = new Socket();
      one.setReceiveBufferSize(SMALL_BUFFER);
      one.setSendBufferSize(SMALL_BUFFER);
      one.connect(server.getLocalSocketAddress());
      Socket other = server.accept();
      other.setSendBufferSize(SMALL_BUFFER);
      return new SocketPair(one, other);
    }
  }

  /**
   * Writes without end: waits as soon as the other side does not read.
   *
   * @param socket where to
   * @throws IOException how it ends
   */
  public static void writeForEver(Socket socket) throws IOException {
    var out = socket.getOutputStream();
    for (var bytes = new byte[SMALL_BUFFER]; ; ) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    try (one;
        other) {}
  }
}
