package dev.goro.behaviour.io;

import static dev.goro.behaviour.OneProc.onMain;
import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.SocketPair;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Connections whose other side is slow, closes one half, resets, or is not there. */
class BrokenConnectionTest {
  /** Closing such a socket resets the connection. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void echo(SocketPair pair, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      pair.one().getOutputStream().write(i & 0x7f);
      pair.other().getOutputStream().write(pair.other().getInputStream().read());
      assertEquals(i & 0x7f, pair.one().getInputStream().read());
    }
  }

  @Test
  void aSlowReaderHoldsUpItsWriterOnly() throws Exception {
    byte[] sent = new byte[2_000_000];
    new Random(1).nextBytes(sent);
    onMain(
        () -> {
          try (var slow = SocketPair.withSmallBuffers();
              var quick = SocketPair.connect()) {
            var writer =
                Parked.in(
                    () -> {
                      slow.one().getOutputStream().write(sent);
                      slow.one().shutdownOutput();
                    });
            echo(quick, 200);
            writer.assertWaiting();
            byte[] got = new byte[sent.length];
            var in = slow.other().getInputStream();
            int n = 0;
            for (int turn = 0; n < got.length; turn++) {
              n += in.readNBytes(got, n, Math.min(50_000, got.length - n));
              if (turn % 10 == 0) {
                Thread.sleep(1);
              }
            }
            assertEquals(-1, in.read());
            assertArrayEquals(sent, got);
            writer.awaitEnd();
          }
        });
  }

  @Test
  void halfClosedByTheClient() throws Exception {
    onMain(() -> answersAfterTheEnd(true));
  }

  @Test
  void halfClosedByTheServer() throws Exception {
    onMain(() -> answersAfterTheEnd(false));
  }

  /** One side ends its output, and the other, which reads the end, still sends its answer. */
  private static void answersAfterTheEnd(boolean byTheClient) throws Exception {
    try (var pair = SocketPair.connect()) {
      Socket ends = byTheClient ? pair.one() : pair.other();
      Socket answers = byTheClient ? pair.other() : pair.one();
      var answering =
          Parked.in(
              () -> {
                byte[] question = answers.getInputStream().readAllBytes();
                answers.getOutputStream().write(question);
                answers.getOutputStream().write('!');
                answers.shutdownOutput();
              });
      ends.getOutputStream().write("well?".getBytes());
      ends.shutdownOutput();
      assertEquals("well?!", new String(ends.getInputStream().readAllBytes()));
      answering.awaitEnd();
      assertThrows(IOException.class, () -> ends.getOutputStream().write(1));
    }
  }

  @Test
  void whoWaitsForASideThatShutsItsInputIsWoken() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect()) {
            var reader = Parked.in(() -> assertEquals(-1, pair.one().getInputStream().read()));
            pair.one().shutdownInput();
            reader.awaitEnd();
            pair.one().getOutputStream().write(3);
            assertEquals(3, pair.other().getInputStream().read());
          }
        });
  }

  @Test
  void theEndOfTheOtherSideWakesAReader() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect()) {
            var reader = Parked.in(() -> assertEquals(-1, pair.one().getInputStream().read()));
            pair.other().close();
            reader.awaitEnd();
          }
        });
  }

  @Test
  void aResetWakesReaderAndWriter() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.withSmallBuffers();
              var others = SocketPair.connect()) {
            Socket socket = pair.one();
            var writer = Parked.in(() -> SocketPair.writeForEver(socket));
            var reader = Parked.in(() -> socket.getInputStream().read());
            reset(pair.other());
            // Which of the two hears of the reset and which of its consequence, the system decides.
            assertThrows(SocketException.class, writer::awaitEnd);
            try {
              reader.awaitEnd();
            } catch (SocketException e) {
              // The writer was told first, or both were.
            }
            assertThrows(SocketException.class, () -> SocketPair.writeForEver(socket));
            echo(others, 20);
          }
        });
  }

  @Test
  void aResetIsToldToAReader() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect()) {
            var reader = Parked.in(() -> pair.one().getInputStream().read());
            reset(pair.other());
            assertThrows(SocketException.class, reader::awaitEnd);
          }
        });
  }

  @Test
  void manyResetsAtOnceHoldUpNoOne() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < 200; i++) {
            boolean resets = i % 2 == 0;
            wg.go(
                () -> {
                  try (var pair = SocketPair.connect()) {
                    if (resets) {
                      Go.go(() -> reset(pair.other()));
                      assertThrows(SocketException.class, () -> pair.one().getInputStream().read());
                    } else {
                      echo(pair, 20);
                    }
                  }
                });
          }
          wg.await();
        });
  }

  @Test
  void whoWritesToAClosedSideIsTold() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect()) {
            pair.other().close();
            assertThrows(SocketException.class, () -> SocketPair.writeForEver(pair.one()));
          }
        });
  }

  @Test
  void nobodyListens() throws Exception {
    onMain(
        () -> {
          int port;
          try (var server = new ServerSocket(0, 1, LOOPBACK)) {
            port = server.getLocalPort();
          }
          assertThrows(ConnectException.class, () -> new Socket(LOOPBACK, port).close());
        });
  }
}
