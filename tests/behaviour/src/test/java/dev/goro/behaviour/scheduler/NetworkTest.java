package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.goro.Chan;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

/** Sockets, HTTP and JDBC in plain blocking code: both ends are goroutines that share one P. */
class NetworkTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int CLIENTS = 60;

  private static void echo(Socket socket) throws Exception {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  @Test
  void sockets() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          try (var server = new ServerSocket(0, CLIENTS, LOOPBACK)) {
            go(
                () -> {
                  for (int i = 0; i < CLIENTS; i++) {
                    Socket accepted = server.accept();
                    go(() -> echo(accepted));
                  }
                });
            var wg = new WaitGroup();
            var echoed = new AtomicInteger();
            for (int i = 0; i < CLIENTS; i++) {
              int value = i;
              wg.go(
                  () -> {
                    try (var socket = new Socket(LOOPBACK, server.getLocalPort())) {
                      for (int n = 0; n < 5; n++) {
                        socket.getOutputStream().write(value);
                        assertEquals(value, socket.getInputStream().read());
                        echoed.incrementAndGet();
                      }
                    }
                  });
            }
            wg.await();
            assertEquals(CLIENTS * 5, echoed.get());
          }
        });
  }

  @Test
  void socketChannels() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
            go(
                () -> {
                  try (SocketChannel accepted = server.accept()) {
                    var buffer = ByteBuffer.allocate(64);
                    while (accepted.read(buffer) >= 0) {
                      accepted.write(buffer.flip());
                      buffer.clear();
                    }
                  }
                });
            try (var client = SocketChannel.open(server.getLocalAddress())) {
              for (byte i = 0; i < 50; i++) {
                client.write(ByteBuffer.wrap(new byte[] {i}));
                var back = ByteBuffer.allocate(1);
                assertEquals(1, client.read(back));
                assertEquals(i, back.get(0));
              }
            }
          }
        });
  }

  @Test
  void datagrams() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          try (var one = new DatagramSocket(0, LOOPBACK);
              var other = new DatagramSocket(0, LOOPBACK)) {
            Chan<Integer> got = Chan.make(1);
            go(
                () -> {
                  var packet = new DatagramPacket(new byte[8], 8);
                  one.receive(packet);
                  got.send(packet.getLength());
                });
            dev.goro.Go.gosched();
            other.send(new DatagramPacket(new byte[5], 5, one.getLocalSocketAddress()));
            assertEquals(5, got.recv());
          }
        });
  }

  @Test
  void httpClient() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), CLIENTS);
          server.setExecutor(task -> go(task::run));
          server.createContext(
              "/",
              exchange -> {
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
            for (int i = 0; i < 20; i++) {
              String path = "/page" + i;
              wg.go(
                  () -> {
                    var uri =
                        URI.create(
                            "http://"
                                + LOOPBACK.getHostAddress()
                                + ":"
                                + server.getAddress().getPort()
                                + path);
                    var response =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                    assertEquals("you asked for " + path, response.body());
                    right.incrementAndGet();
                  });
            }
            wg.await();
            assertEquals(20, right.get());
          } finally {
            server.stop(0);
          }
        });
  }

  private static void query(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * One transaction holds a row; another waits for it in the driver, which must not hold up the
   * first.
   */
  private static void rowLock(String url) throws Exception {
    try (var first = DriverManager.getConnection(url, "sa", "");
        var second = DriverManager.getConnection(url, "sa", "")) {
      query(first, "create table account (id int primary key, amount int)");
      query(first, "insert into account values (1, 100)");
      query(second, "set lock_timeout 30000");
      first.setAutoCommit(false);
      query(first, "update account set amount = amount + 1 where id = 1");
      Chan<Boolean> done = Chan.make(1);
      go(
          () -> {
            query(second, "update account set amount = amount + 10 where id = 1");
            done.send(true);
          });
      for (int i = 0; i < 20; i++) {
        dev.goro.Go.gosched();
      }
      assertTrue(done.tryRecv().isEmpty(), "the second waits for the row");
      first.commit();
      assertTrue(done.recv());
      try (var statement = first.createStatement();
          var rows = statement.executeQuery("select amount from account where id = 1")) {
        assertTrue(rows.next());
        assertEquals(111, rows.getInt(1));
      }
    }
  }

  @Test
  void jdbcEmbedded() throws Exception {
    onMainAtProcs(1, () -> rowLock("jdbc:h2:mem:embedded"));
  }

  @Test
  void jdbcOverTheNetwork() throws Exception {
    var server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try {
      String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:remote";
      onMainAtProcs(
          1,
          () -> {
            rowLock(url);
            var wg = new WaitGroup();
            var sum = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
              int value = i;
              wg.go(
                  () -> {
                    try (var connection = DriverManager.getConnection(url, "sa", "");
                        var statement = connection.createStatement();
                        var rows = statement.executeQuery("select " + value + " * 2")) {
                      rows.next();
                      sum.addAndGet(rows.getInt(1));
                    }
                  });
            }
            wg.await();
            assertEquals(90, sum.get());
          });
    } finally {
      server.stop();
    }
  }

  /**
   * In a process whose first socket is touched inside a goroutine, the JDK's pollers run on Goro.
   */
  static class FirstTouch {
    static void main() throws Exception {
      try (var server = new ServerSocket(0, 1, LOOPBACK);
          var client = new Socket(LOOPBACK, server.getLocalPort());
          var accepted = server.accept()) {
        Chan<Integer> read = Chan.make();
        go(() -> read.send(accepted.getInputStream().read()));
        dev.goro.Go.sleep(java.time.Duration.ofMillis(20));
        client.getOutputStream().write(9);
        System.out.println(read.recv());
      }
      boolean pollersOnTheJdks =
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(t -> t.getName().startsWith("ForkJoinPool-1-worker"));
      System.out.println(pollersOnTheJdks ? "the JDK's scheduler was started" : "all on Goro");
    }
  }

  @Test
  void thePollersRunOnGoro() {
    var result = Program.of(FirstTouch.class).env("GOMAXPROCS", "1").run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("9 all on Goro", String.join(" ", result.out().lines().toList()));
  }

  @Test
  void aThreadThatOnlyHasAPollersNameRuns() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          Chan<String> ran = Chan.make(1);
          Thread.ofVirtual().name("SubPoller-7").start(() -> ran.send("it ran")).join();
          assertEquals("it ran", ran.recv());
        });
  }
}
