package dev.goro.lab.work;

import dev.goro.lab.technique.Measure;
import dev.goro.lab.technique.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** A TCP proxy: each connection has one to the server behind, and a task for each direction. */
final class Proxy implements Program {
  private static final int CONNECTIONS = 50;
  private static final int MESSAGES = 20;
  private static final int SIZE = 1_024;

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String about() {
    return ("Carries %d connections to a server behind it and back, with a task for each direction; each"
            + " client sends %d messages of %d bytes, and waits for the echo of each.")
        .formatted(CONNECTIONS, MESSAGES, SIZE);
  }

  @Override
  public String operation() {
    return "message";
  }

  @Override
  public List<Measure> matters() {
    return List.of(Measure.THROUGHPUT, Measure.TAIL_LATENCY, Measure.MEMORY);
  }

  @Override
  public Outcome run(Tasks tasks) throws Exception {
    var latencies = new Latencies(CONNECTIONS * MESSAGES);
    try (var server = new Server()) {
      var reactor = new Reactor();
      int behind = reactor.listen(() -> Proxy::echo);
      for (int i = 0; i < CONNECTIONS; i++) {
        reactor.connect(server.port(), new Client(i, latencies));
      }
      var clients = reactor.start();
      server.serve(tasks, CONNECTIONS, connection -> carry(tasks, connection, behind));
      long clientCpu = clients.get();
      return new Outcome(latencies.all(), clientCpu);
    }
  }

  private static void echo(Reactor.Link link, ByteBuffer bytes) throws IOException {
    var copy = ByteBuffer.allocate(bytes.remaining());
    link.send(copy.put(bytes).flip());
  }

  private static void carry(Tasks tasks, Socket connection, int behind) throws Exception {
    try (var there = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      there.setTcpNoDelay(true);
      var back =
          tasks.spawn(
              () -> {
                copy(there.getInputStream(), connection.getOutputStream());
                return null;
              });
      copy(connection.getInputStream(), there.getOutputStream());
      there.shutdownOutput();
      back.await();
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[4 * SIZE];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }

  /** Sends a message, checks its echo, and sends the next. */
  private static final class Client implements Reactor.Peer {
    private final int id;
    private final Latencies latencies;
    private int left = MESSAGES;
    private int got;
    private long sent;

    private Client(int id, Latencies latencies) {
      this.id = id;
      this.latencies = latencies;
    }

    @Override
    public void connected(Reactor.Link link) throws IOException {
      sent = System.nanoTime();
      var message = ByteBuffer.allocate(SIZE);
      for (int i = 0; i < SIZE; i++) {
        message.put(at(i));
      }
      link.send(message.flip());
    }

    private byte at(int i) {
      return (byte) (id + left * 7 + i);
    }

    @Override
    public void received(Reactor.Link link, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        Check.equal("byte " + got + " of an echo", at(got), bytes.get());
        got++;
      }
      if (got < SIZE) {
        return;
      }
      latencies.since(sent);
      got = 0;
      left--;
      if (left == 0) {
        link.close();
      } else {
        connected(link);
      }
    }
  }
}
