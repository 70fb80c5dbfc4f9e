package dev.goro.lab.work;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The other ends of a program's connections: clients, and servers that it calls. All on one OS
 * thread that looks at its sockets in turn, so that they are the same for each technique. It ends
 * when its last client has closed. Everything but {@link #start} and {@link #connect} is for use on
 * that thread, or before it has started.
 */
final class Reactor {
  private static final int BUFFER = 64 * 1_024;

  private final Selector selector = Selector.open();
  private final Queue<Timer> timers = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private int clients;

  Reactor() throws IOException {}

  /** What is done on a connection. */
  interface Peer {
    /** The connection is there. */
    default void connected(Link link) throws IOException {}

    /** Some bytes came. */
    void received(Link link, ByteBuffer bytes) throws IOException;
  }

  private record Timer(long at, Action action) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(at - other.at);
    }
  }

  /** Something to do at a time. */
  interface Action {
    void run() throws IOException;
  }

  /** A connection. */
  final class Link {
    private final SocketChannel channel;
    private final Peer peer;
    private final boolean client;
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private SelectionKey key;

    private Link(SocketChannel channel, Peer peer, boolean client) {
      this.channel = channel;
      this.peer = peer;
      this.client = client;
    }

    /** Sends bytes, now or when the socket takes them; they belong to the link from then on. */
    void send(ByteBuffer bytes) throws IOException {
      if (unsent.isEmpty()) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        unsent.add(bytes);
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    }

    private void sendMore() throws IOException {
      while (!unsent.isEmpty()) {
        channel.write(unsent.element());
        if (unsent.element().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      key.interestOps(SelectionKey.OP_READ);
    }

    void close() throws IOException {
      if (channel.isOpen()) {
        channel.close();
        if (client) {
          clients--;
        }
      }
    }
  }

  /** Connects a client to a server on this machine. */
  void connect(int port, Peer peer) throws IOException {
    var channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    var link = new Link(channel, peer, true);
    clients++;
    link.key = channel.register(selector, SelectionKey.OP_CONNECT, link);
    if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      begin(link);
    }
  }

  /** Listens on this machine's loopback; returns the port. */
  int listen(Supplier<Peer> peers) throws IOException {
    var server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT, peers);
    return server.socket().getLocalPort();
  }

  /** Does something at a time of {@link System#nanoTime}. */
  void at(long nanos, Action action) {
    timers.add(new Timer(nanos, action));
  }

  /**
   * Starts its thread. The future has the CPU time that it took, in nanoseconds. If a peer fails,
   * the process does.
   */
  CompletableFuture<Long> start() {
    var ended = new CompletableFuture<Long>();
    Thread.ofPlatform()
        .daemon()
        .name("lab-clients")
        .start(
            () -> {
              try (selector) {
                try {
                  while (clients > 0) {
                    turn();
                  }
                } finally {
                  for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                  }
                }
                ended.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
              } catch (Throwable e) {
                // A server that waits for its clients would wait for ever: no result is right now.
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            });
    return ended;
  }

  private void turn() throws IOException {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.element().at - now <= 0) {
      timers.remove().action.run();
    }
    if (clients == 0) {
      return;
    }
    long wait = timers.isEmpty() ? 0 : timers.element().at - System.nanoTime();
    if (!timers.isEmpty() && wait < 1_000_000) {
      selector.selectNow();
    } else {
      selector.select(wait / 1_000_000);
    }
    var ready = selector.selectedKeys();
    for (SelectionKey key : ready) {
      if (key.isValid()) {
        serve(key);
      }
    }
    ready.clear();
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      accept((ServerSocketChannel) key.channel(), key.attachment());
      return;
    }
    var link = (Link) key.attachment();
    if (key.isConnectable()) {
      link.channel.finishConnect();
      begin(link);
      return;
    }
    if (key.isWritable()) {
      link.sendMore();
    }
    if (key.isReadable()) {
      buffer.clear();
      if (link.channel.read(buffer) < 0) {
        if (link.client) {
          throw new IOException("the server closed the connection of a client that was not done");
        }
        link.close();
      } else {
        link.peer.received(link, buffer.flip());
      }
    }
  }

  private void begin(Link link) throws IOException {
    link.key.interestOps(SelectionKey.OP_READ);
    link.peer.connected(link);
  }

  @SuppressWarnings("unchecked")
  private void accept(ServerSocketChannel server, Object peers) throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    var link = new Link(channel, ((Supplier<Peer>) peers).get(), false);
    link.key = channel.register(selector, SelectionKey.OP_READ, link);
    link.peer.connected(link);
  }
}
