package dev.goro.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that accepts nobody and whose queue is full: who connects to it waits. Linux drops what
 * does not fit into the queue; other systems may refuse it.
 */
public final class SilentServer implements AutoCloseable {
  /** More than a queue of one holds. */
  private static final int FILL = 8;

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> waiting = new ArrayList<>();

  /**
   * Makes one; aborts the test where the system does not let it be silent.
   *
   * @throws IOException if it cannot listen
   */
  public SilentServer() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux drops what does not fit");
    server.bind(new InetSocketAddress(SocketPair.LOOPBACK, 0), 1);
    for (int i = 0; i < FILL; i++) {
      var client = SocketChannel.open();
      client.configureBlocking(false);
      client.connect(address());
      waiting.add(client);
    }
  }

  /**
   * Where to connect to.
   *
   * @return its address
   * @throws IOException if it is closed
   */
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    for (var client : waiting) {
      client.close();
    }
    server.close();
  }
}
