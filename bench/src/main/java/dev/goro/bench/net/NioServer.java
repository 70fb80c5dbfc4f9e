package dev.goro.bench.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/**
 * The same servers without a goroutine or thread for each connection: one thread, a selector and
 * callbacks. It is what plain blocking code is compared with.
 */
public final class NioServer {
  /** What one connection does with what came. */
  private interface Handler {
    /**
     * Takes what was read and leaves in the buffer what it cannot use yet.
     *
     * @param in what was read
     * @param out takes the answer
     * @return whether the connection goes on after the answer
     */
    boolean handle(ByteBuffer in, ByteBuffer out) throws IOException;
  }

  /**
   * A connection's state.
   *
   * @param handler what it does
   * @param in what was read and not used yet
   * @param out what is to be written
   */
  private record Connection(Handler handler, ByteBuffer in, ByteBuffer out) {}

  private final Selector selector;
  private final Supplier<Handler> handlers;

  private NioServer(Selector selector, Supplier<Handler> handlers) {
    this.selector = selector;
    this.handlers = handlers;
  }

  /**
   * Serves until stdin ends.
   *
   * @param args {@code echo} or {@code http}
   */
  public static void main(String[] args) {
    Supplier<Handler> handlers =
        switch (String.join(" ", args)) {
          case "echo" -> () -> NioServer::echo;
          case "http" -> HttpHandler::new;
          default ->
              throw new IllegalArgumentException(
                  "a server needs echo or http, but got \"" + String.join(" ", args) + "\"");
        };
    try (var selector = Selector.open();
        var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0), BlockingServer.BACKLOG);
      server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      ServerProcess.listens(server.socket().getLocalPort(), 1);
      new NioServer(selector, handlers).loop(server);
    } catch (IOException | RuntimeException | Error e) {
      ServerProcess.fail(e);
    }
  }

  private void loop(ServerSocketChannel server) throws IOException {
    while (true) {
      selector.select(
          key -> {
            try {
              if (key.isAcceptable()) {
                accept(server);
              } else {
                serve(key);
              }
            } catch (IOException e) {
              ServerProcess.fail(e);
            }
          });
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    SocketChannel channel = server.accept();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(
        selector,
        SelectionKey.OP_READ,
        new Connection(
            handlers.get(),
            ByteBuffer.allocateDirect(BlockingServer.BUFFER_SIZE),
            ByteBuffer.allocateDirect(BlockingServer.BUFFER_SIZE)));
  }

  /** Reads, handles and writes; a connection whose answer does not fit waits until it does. */
  private static void serve(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    var connection = (Connection) key.attachment();
    if (key.isWritable() && !write(key, channel, connection)) {
      return;
    }
    if (channel.read(connection.in) < 0) {
      channel.close();
      return;
    }
    connection.in.flip();
    boolean goesOn = connection.handler.handle(connection.in, connection.out);
    connection.in.compact();
    if (write(key, channel, connection) && !goesOn) {
      channel.close();
    }
  }

  private static boolean write(SelectionKey key, SocketChannel channel, Connection connection)
      throws IOException {
    ByteBuffer out = connection.out.flip();
    if (out.hasRemaining()) {
      channel.write(out);
    }
    boolean all = !out.hasRemaining();
    out.compact();
    int ops = all ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
    return all;
  }

  private static boolean echo(ByteBuffer in, ByteBuffer out) {
    out.put(in);
    return true;
  }

  /** Finds the lines in what was read; a line that is not complete waits for the rest. */
  private static final class HttpHandler implements Handler {
    private final Http.Request request = new Http.Request();
    private final byte[] line = new byte[BlockingServer.BUFFER_SIZE];

    @Override
    public boolean handle(ByteBuffer in, ByteBuffer out) throws IOException {
      int length = 0;
      in.mark();
      while (in.hasRemaining()) {
        byte b = in.get();
        if (b != '\n') {
          line[length++] = b;
          continue;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        request.line(line, 0, end);
        length = 0;
        in.mark();
        if (request.isComplete()) {
          out.put(request.answer());
          if (request.isLast()) {
            return false;
          }
          request.clear();
        }
      }
      in.reset();
      if (length == line.length) {
        throw new ProtocolException("a line is longer than " + line.length + " bytes");
      }
      return true;
    }
  }
}
