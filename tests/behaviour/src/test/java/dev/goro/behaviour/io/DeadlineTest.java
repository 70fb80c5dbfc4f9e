package dev.goro.behaviour.io;

import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.junit.OnGoroutine;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.SilentServer;
import dev.goro.testing.SocketPair;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time limits of waits for sockets and processes. */
@OnGoroutine
class DeadlineTest {
  private static final int MILLIS = 20;

  /** It ends by its limit, and not before that; the JDK counts a connect in whole milliseconds. */
  private static void timesOut(Task waits) {
    long start = System.nanoTime();
    assertThrows(SocketTimeoutException.class, waits::run);
    long took = System.nanoTime() - start;
    assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(MILLIS - 1), () -> took + " ns");
  }

  @Test
  void readThenData() throws Exception {
    try (var pair = SocketPair.connect()) {
      pair.one().setSoTimeout(MILLIS);
      timesOut(() -> pair.one().getInputStream().read());
      timesOut(() -> pair.one().getInputStream().read());
      pair.other().getOutputStream().write(4);
      assertEquals(4, pair.one().getInputStream().read());
      pair.one().setSoTimeout(0);
      var reader = Parked.in(() -> assertEquals(5, pair.one().getInputStream().read()));
      pair.other().getOutputStream().write(5);
      reader.awaitEnd();
    }
  }

  @Test
  void dataBeforeTheLimit() throws Exception {
    try (var pair = SocketPair.connect()) {
      pair.one().setSoTimeout(3_600_000);
      var reader =
          Parked.in(
              () -> {
                assertEquals(6, pair.one().getInputStream().read());
                pair.one().setSoTimeout(MILLIS);
                timesOut(() -> pair.one().getInputStream().read());
              });
      pair.other().getOutputStream().write(6);
      reader.awaitEnd();
    }
  }

  @Test
  void aLimitThatIsLongDoesNotHideAClose() throws Exception {
    try (var pair = SocketPair.connect()) {
      pair.one().setSoTimeout(3_600_000);
      var reader = Parked.in(() -> assertEquals(-1, pair.one().getInputStream().read()));
      pair.other().close();
      reader.awaitEnd();
    }
  }

  /** Bytes come when the limits end, now before and now after: none is lost and none is doubled. */
  @Test
  void dataAndLimitAtTheSameTime() throws Exception {
    int bytes = 150;
    var wg = new WaitGroup();
    for (int i = 0; i < 10; i++) {
      int limit = 1 + i % 3;
      wg.go(
          () -> {
            try (var pair = SocketPair.connect()) {
              pair.one().setSoTimeout(limit);
              Go.go(
                  () -> {
                    for (int b = 0; b < bytes; b++) {
                      Thread.sleep(limit);
                      pair.other().getOutputStream().write(b);
                    }
                  });
              for (int b = 0; b < bytes; ) {
                try {
                  assertEquals(b, pair.one().getInputStream().read());
                  b++;
                } catch (SocketTimeoutException e) {
                  // the limit was first this time
                }
              }
            }
          });
    }
    wg.await();
  }

  @Test
  void manyLimitsAtOnce() throws Exception {
    var wg = new WaitGroup();
    for (int i = 0; i < 200; i++) {
      int limit = 1 + i % 20;
      wg.go(
          () -> {
            try (var pair = SocketPair.connect()) {
              pair.one().setSoTimeout(limit);
              assertThrows(SocketTimeoutException.class, () -> pair.one().getInputStream().read());
              pair.other().getOutputStream().write(limit);
              pair.one().setSoTimeout(3_600_000);
              assertEquals(limit, pair.one().getInputStream().read());
            }
          });
    }
    wg.await();
  }

  @Test
  void accept() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      server.setSoTimeout(MILLIS);
      timesOut(server::accept);
      try (var client = new Socket(LOOPBACK, server.getLocalPort());
          var accepted = server.accept()) {
        assertEquals(client.getLocalPort(), accepted.getPort());
      }
      timesOut(server::accept);
    }
  }

  @Test
  void connect() throws Exception {
    try (var silent = new SilentServer();
        var socket = new Socket()) {
      timesOut(() -> socket.connect(silent.address(), MILLIS));
      assertFalse(socket.isConnected());
    }
    try (var server = new ServerSocket(0, 5, LOOPBACK);
        var socket = new Socket()) {
      socket.connect(server.getLocalSocketAddress(), 3_600_000);
      assertTrue(socket.isConnected());
    }
  }

  @Test
  void datagrams() throws Exception {
    try (var one = new DatagramSocket(0, LOOPBACK);
        var other = new DatagramSocket(0, LOOPBACK)) {
      one.setSoTimeout(MILLIS);
      var packet = new DatagramPacket(new byte[8], 8);
      timesOut(() -> one.receive(packet));
      other.send(new DatagramPacket(new byte[3], 3, one.getLocalSocketAddress()));
      one.setSoTimeout(3_600_000);
      one.receive(packet);
      assertEquals(3, packet.getLength());
    }
  }

  /** A channel's own read has no limit, but that of the socket which it shows as has. */
  @Test
  void channelsAsSockets() throws Exception {
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
      server.socket().setSoTimeout(MILLIS);
      timesOut(() -> server.socket().accept());
      try (var client = SocketChannel.open(server.getLocalAddress());
          var accepted = server.accept()) {
        client.socket().setSoTimeout(MILLIS);
        timesOut(() -> client.socket().getInputStream().read());
        accepted.socket().getOutputStream().write(8);
        assertEquals(8, client.socket().getInputStream().read());
      }
    }
  }

  @Test
  void processes() throws Exception {
    Process cat = new ProcessBuilder("cat").start();
    assertFalse(cat.waitFor(MILLIS, TimeUnit.MILLISECONDS));
    cat.getOutputStream().close();
    assertTrue(cat.waitFor(1, TimeUnit.HOURS));
    assertEquals(0, cat.exitValue());
  }
}
