package dev.goro.behaviour.io;

import static dev.goro.Go.go;
import static dev.goro.testing.SocketPair.LOOPBACK;
import static java.net.StandardProtocolFamily.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.goro.Chan;
import dev.goro.junit.OnGoroutine;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at once that wait for datagrams, Unix domain sockets, pipes, HTTP, names and processes. */
@OnGoroutine
class OtherWaitsTest {
  private static final int MANY = 100;

  @Test
  void datagramsThereAndBack() throws Exception {
    try (var server = new DatagramSocket(0, LOOPBACK)) {
      int rounds = 5;
      go(
          () -> {
            var packet = new DatagramPacket(new byte[8], 8);
            for (int i = 0; i < MANY * rounds; i++) {
              server.receive(packet);
              server.send(packet); // back to whom it came from
            }
          });
      var wg = new WaitGroup();
      for (int i = 0; i < MANY; i++) {
        byte value = (byte) i;
        wg.go(
            () -> {
              try (var socket = new DatagramSocket(0, LOOPBACK)) {
                var packet =
                    new DatagramPacket(new byte[] {value}, 1, server.getLocalSocketAddress());
                for (int n = 0; n < rounds; n++) {
                  socket.send(packet);
                  var back = new DatagramPacket(new byte[8], 8);
                  socket.receive(back);
                  assertEquals(1, back.getLength());
                  assertEquals(value, back.getData()[0]);
                }
              }
            });
      }
      wg.await();
    }
  }

  @Test
  void unixDomainSockets(@TempDir Path folder) throws Exception {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var server = ServerSocketChannel.open(UNIX).bind(address, MANY)) {
      go(
          () -> {
            for (int i = 0; i < MANY; i++) {
              SocketChannel accepted = server.accept();
              go(() -> echo(accepted));
            }
          });
      var wg = new WaitGroup();
      for (int i = 0; i < MANY; i++) {
        byte value = (byte) i;
        wg.go(
            () -> {
              try (var client = SocketChannel.open(address)) {
                for (int n = 0; n < 5; n++) {
                  client.write(ByteBuffer.wrap(new byte[] {value}));
                  var back = ByteBuffer.allocate(1);
                  assertEquals(1, client.read(back));
                  assertEquals(value, back.get(0));
                }
              }
            });
      }
      wg.await();
    }
  }

  private static void echo(SocketChannel channel) throws Exception {
    try (channel) {
      var buffer = ByteBuffer.allocate(64);
      while (channel.read(buffer) >= 0) {
        channel.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  @Test
  void pipes() throws Exception {
    Pipe pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      var reader =
          Parked.in(
              () -> {
                var buffer = ByteBuffer.allocate(1);
                for (byte i = 0; i < 100; i++) {
                  assertEquals(1, source.read(buffer.clear()));
                  assertEquals(i, buffer.get(0));
                }
              });
      for (byte i = 0; i < 100; i++) {
        sink.write(ByteBuffer.wrap(new byte[] {i}));
      }
      reader.awaitEnd();
    }
  }

  @Test
  void httpClient() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), MANY);
    server.setExecutor(task -> go(task::run));
    var all = new WaitGroup(); // no request is answered before all have come
    all.add(MANY);
    server.createContext(
        "/",
        exchange -> {
          all.done();
          all.await();
          byte[] body = ("you asked for " + exchange.getRequestURI()).getBytes();
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    try (var client = HttpClient.newHttpClient()) {
      var wg = new WaitGroup();
      var right = new AtomicInteger();
      String root = "http://127.0.0.1:" + server.getAddress().getPort();
      for (int i = 0; i < MANY; i++) {
        String path = "/page" + i;
        wg.go(
            () -> {
              var request = HttpRequest.newBuilder(URI.create(root + path)).build();
              var response = client.send(request, BodyHandlers.ofString());
              assertEquals("you asked for " + path, response.body());
              right.incrementAndGet();
            });
      }
      wg.await();
      assertEquals(MANY, right.get());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void names() throws Exception {
    var wg = new WaitGroup();
    for (int i = 0; i < MANY; i++) {
      wg.go(
          () -> {
            for (var address : InetAddress.getAllByName("localhost")) {
              assertTrue(address.isLoopbackAddress(), address::toString);
            }
          });
    }
    Chan<Integer> others = Chan.make();
    go(() -> others.send(1));
    assertEquals(1, others.recv());
    wg.await();
  }

  @Test
  void processes() throws Exception {
    Process one = new ProcessBuilder("cat").start();
    List<Parked> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(Parked.in(() -> assertEquals(0, one.waitFor())));
    }
    var wg = new WaitGroup();
    for (int i = 0; i < 10; i++) {
      int status = i;
      wg.go(
          () -> {
            var process = new ProcessBuilder("sh", "-c", "read x; exit $x").start();
            go(
                () -> {
                  try (var out = process.getOutputStream()) {
                    out.write((status + "\n").getBytes());
                  }
                });
            assertEquals(status, process.waitFor());
          });
    }
    wg.await();
    waiting.forEach(Parked::assertWaiting);
    one.getOutputStream().close();
    for (var each : waiting) {
      each.awaitEnd();
    }
  }
}
