package dev.goro.behaviour.io;

import static dev.goro.Go.go;
import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.junit.OnGoroutine;
import dev.goro.testing.Goroutines;
import dev.goro.testing.Parked;
import dev.goro.testing.SocketPair;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Sockets that goroutines have waited for before: what comes is seen, whatever else was done with
 * them in between, and nobody waits for what has come.
 */
@OnGoroutine
class ReadinessTest {
  private static final int ROUNDS = 100;
  private static final int SIZE = 512;

  /**
   * Waits so often on the pair's first end that the netpoller knows it; nothing is left to read.
   */
  private static SocketPair known() throws Exception {
    var pair = SocketPair.connect();
    for (int i = 0; i < 3; i++) {
      arrives(pair, "known");
    }
    return pair;
  }

  /** The first end waits for the message, then it is sent. */
  private static void arrives(SocketPair pair, String message) throws Exception {
    var reader = Parked.in(() -> assertEquals(message, read(pair.one())));
    write(pair.other(), message);
    reader.awaitEnd();
  }

  private static void write(Socket socket, String message) throws IOException {
    socket.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
  }

  /** What one read gets. */
  private static String read(Socket socket) throws IOException {
    var buffer = new byte[SIZE];
    int n = socket.getInputStream().read(buffer);
    return n < 0 ? "end" : new String(buffer, 0, n, StandardCharsets.US_ASCII);
  }

  @Test
  void whatComesBeforeTheReadIsRead() throws Exception {
    try (var pair = known()) {
      for (int i = 0; i < ROUNDS; i++) {
        write(pair.other(), "m" + i);
        if (i % 3 == 0) {
          Go.sleep(Duration.ofMillis(1)); // so that it is told before the read
        }
        assertEquals("m" + i, read(pair.one()));
      }
    }
  }

  @Test
  void moreThanOneReadTakes() throws Exception {
    try (var pair = known()) {
      var sent = new byte[SIZE * ROUNDS];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = (byte) (i * 31);
      }
      var got = new byte[sent.length];
      Goroutines.together(
          () -> pair.other().getOutputStream().write(sent),
          () ->
              assertEquals(got.length, pair.one().getInputStream().readNBytes(got, 0, got.length)));
      assertArrayEquals(sent, got);
      arrives(pair, "more");
    }
  }

  /** The end comes with the last bytes, so that they have one event in common. */
  @Test
  void theEndBehindAShortRead() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      try (var pair = known()) {
        var reader =
            Parked.in(
                () -> {
                  assertEquals("last", read(pair.one()));
                  assertEquals("end", read(pair.one()));
                });
        write(pair.other(), "last");
        pair.other().shutdownOutput();
        reader.awaitEnd();
      }
    }
  }

  @Test
  void aResetBehindAShortRead() throws Exception {
    try (var pair = known()) {
      arrives(pair, "last");
      pair.other().setSoLinger(true, 0);
      pair.other().close();
      assertThrows(SocketException.class, () -> read(pair.one()));
    }
  }

  /** The kernel ends a read before urgent data: a short read that has not emptied the socket. */
  @Test
  void bytesBehindUrgentData() throws Exception {
    for (boolean inline : new boolean[] {false, true}) {
      try (var pair = known()) {
        pair.one().setOOBInline(inline);
        String expected = inline ? "beforeUbehind" : "beforebehind";
        var reader =
            Parked.in(
                () -> {
                  var got = new StringBuilder();
                  while (got.length() < expected.length()) {
                    got.append(read(pair.one()));
                  }
                  assertEquals(expected, got.toString());
                });
        write(pair.other(), "before");
        pair.other().sendUrgentData('U');
        write(pair.other(), "behind");
        reader.awaitEnd();
      }
    }
  }

  @Test
  void closeWakes() throws Exception {
    try (var pair = known()) {
      var reader = Parked.in(() -> read(pair.one()));
      pair.one().close();
      assertThrows(SocketException.class, reader::awaitEnd);
    }
  }

  @Test
  void shutdownInputWakes() throws Exception {
    try (var pair = known()) {
      var reader = Parked.in(() -> assertEquals("end", read(pair.one())));
      pair.one().shutdownInput();
      reader.awaitEnd();
    }
  }

  @Test
  void interruptedReadersLeaveNothingBehind() throws Exception {
    try (var pair = known()) {
      Chan<Thread> threads = Chan.make(1);
      var reader =
          Parked.in(
              () -> {
                threads.send(Thread.currentThread());
                read(pair.one());
              });
      threads.recv().interrupt();
      assertThrows(SocketException.class, reader::awaitEnd);
    }
  }

  @Test
  void timeLimitsThenData() throws Exception {
    try (var pair = known()) {
      for (int i = 0; i < 5; i++) {
        pair.one().setSoTimeout(2);
        assertThrows(SocketTimeoutException.class, () -> read(pair.one()));
        pair.one().setSoTimeout(0);
        arrives(pair, "in time");
      }
    }
  }

  /** Threads of three kinds read the same socket in turn. */
  @Test
  void readersOfAllKinds() throws Exception {
    try (var pair = known()) {
      for (int i = 0; i < ROUNDS; i++) {
        String message = "m" + i;
        Chan<String> got = Chan.make(1);
        Runnable reads =
            () -> {
              try {
                got.send(read(pair.one()));
              } catch (IOException e) {
                got.send(e.toString());
              }
            };
        switch (i % 3) {
          case 0 -> go(reads::run);
          case 1 -> Thread.ofPlatform().start(reads);
          default -> Thread.ofVirtual().start(reads);
        }
        if (i % 2 == 0) {
          Go.gosched();
        }
        write(pair.other(), message);
        assertEquals(message, got.recv());
      }
    }
  }

  /** The next socket gets the number of the one that was closed. */
  @Test
  void numbersAreUsedAgain() throws Exception {
    try (var server = new ServerSocket(0, SIZE, LOOPBACK)) {
      go(
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              try (Socket client = server.accept()) {
                String message;
                while (!(message = read(client)).equals("end")) {
                  Go.gosched();
                  write(client, message);
                }
              }
            }
          });
      for (int i = 0; i < ROUNDS; i++) {
        try (var client = new Socket(LOOPBACK, server.getLocalPort())) {
          for (int k = 0; k < 3; k++) {
            write(client, i + "/" + k);
            assertEquals(i + "/" + k, read(client));
          }
        }
      }
    }
  }

  /** A number comes from a socket that a read in vain has made known to one of another kind. */
  @Test
  void numbersAreUsedAgainByOtherSockets() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      try (var pair = SocketPair.connect()) {
        for (int k = 0; k < 2; k++) {
          write(pair.other(), "x");
          assertEquals("x", read(pair.one()));
          pair.one().setSoTimeout(1);
          assertThrows(SocketTimeoutException.class, () -> read(pair.one()));
        }
      }
      if (i % 2 == 0) {
        try (var server = new ServerSocket(0, 1, LOOPBACK)) {
          go(() -> new Socket(LOOPBACK, server.getLocalPort()).close());
          server.accept().close();
        }
      } else {
        try (var receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
            var sender = new DatagramSocket()) {
          var packet = new DatagramPacket(new byte[1], 1, receiver.getLocalSocketAddress());
          go(
              () -> {
                Go.gosched();
                sender.send(packet);
              });
          receiver.receive(new DatagramPacket(new byte[1], 1));
        }
      }
    }
  }

  private static String read(SocketChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(SIZE);
    int n = channel.read(buffer);
    return n < 0 ? "end" : new String(buffer.array(), 0, n, StandardCharsets.US_ASCII);
  }

  private static void write(SocketChannel channel, String message) throws IOException {
    channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A channel waits, reads scattered, does not wait at all, and is asked for by a selector. */
  @Test
  void channelsInAllModes() throws Exception {
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
        var one = SocketChannel.open(server.getLocalAddress());
        var other = server.accept();
        var selector = Selector.open()) {
      for (int i = 0; i < ROUNDS; i++) {
        String message = "m" + i;
        var reader = Parked.in(() -> assertEquals(message, read(one)));
        write(other, message);
        reader.awaitEnd();

        var scattered = new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(SIZE)};
        reader = Parked.in(() -> assertEquals(message.length(), one.read(scattered)));
        write(other, message);
        reader.awaitEnd();

        one.configureBlocking(false);
        assertEquals("", read(one));
        var key = one.register(selector, SelectionKey.OP_READ);
        write(other, message);
        selector.select();
        assertTrue(key.isReadable());
        assertEquals(message, read(one));
        key.cancel();
        selector.selectNow();
        one.configureBlocking(true);
      }
    }
  }
}
