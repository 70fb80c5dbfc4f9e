package dev.goro.behaviour.io;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import dev.goro.testing.Program;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An echo server that holds many connections at once, each with a goroutine of its own; 10,000 with
 * {@code -Dgoro.long=true}. The clients are goroutines of another process.
 */
@GoroTest(seconds = 300)
class ManyConnectionsTest {
  private static final int CONNECTIONS = Boolean.getBoolean("goro.long") ? 10_000 : 1_500;

  /** Files that a JVM has open beside the connections. */
  private static final int OTHER_FILES = 500;

  private static final int ROUNDS = 3;
  private static final int MESSAGE = 64;

  private static byte[] message(int connection, int round) {
    var message = new byte[MESSAGE];
    for (int i = 0; i < MESSAGE; i++) {
      message[i] = (byte) (connection * 31 + round * 7 + i);
    }
    return message;
  }

  /** All connect; when all are connected each exchanges some messages; then all end. */
  static class Clients {
    static void main(String[] args) throws Exception {
      int port = Integer.parseInt(args[0]);
      int connections = Integer.parseInt(args[1]);
      var connected = new CountDownLatch(connections);
      var exchanged = new CountDownLatch(connections);
      var right = new AtomicInteger();
      var wg = new WaitGroup();
      for (int c = 0; c < connections; c++) {
        int connection = c;
        wg.go(
            () -> {
              try (var socket = new Socket(LOOPBACK, port)) {
                connected.countDown();
                connected.await();
                for (int round = 0; round < ROUNDS; round++) {
                  byte[] message = message(connection, round);
                  socket.getOutputStream().write(message);
                  assertArrayEquals(message, socket.getInputStream().readNBytes(MESSAGE));
                }
                exchanged.countDown();
                exchanged.await();
                socket.shutdownOutput();
                assertEquals(-1, socket.getInputStream().read());
                right.incrementAndGet();
              }
            });
      }
      wg.await();
      System.out.println(right.get());
    }
  }

  private static void echo(Socket socket) throws IOException {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  private static void serve() throws IOException {
    try (var server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
      var served = new WaitGroup();
      go(
          () -> {
            for (int i = 0; i < CONNECTIONS; i++) {
              Socket accepted = server.accept();
              served.go(() -> echo(accepted));
            }
          });
      var clients =
          Program.of(Clients.class)
              .args(Integer.toString(server.getLocalPort()), Integer.toString(CONNECTIONS))
              .limit(Duration.ofMinutes(4));
      var result = (VirtualThreads.AVAILABLE ? clients : clients.withoutGoroFlags()).run();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals(Integer.toString(CONNECTIONS), result.out().strip(), result::toString);
      served.await();
    }
  }

  private static void assumeEnoughFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long limit = system.getMaxFileDescriptorCount();
      assumeTrue(
          limit >= CONNECTIONS + OTHER_FILES,
          () ->
              "%,d connections need as many open files, but the limit is %,d (ulimit -Hn)"
                  .formatted(CONNECTIONS, limit));
    }
  }

  @Test
  void onOneP() throws Exception {
    assumeEnoughFiles();
    assumeTrue(VirtualThreads.AVAILABLE, "the JDK's scheduler has no GOMAXPROCS");
    onMainAtProcs(1, ManyConnectionsTest::serve);
  }

  @Test
  void onAllPs() throws Exception {
    assumeEnoughFiles();
    onMain(ManyConnectionsTest::serve);
  }
}
