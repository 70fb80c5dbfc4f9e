package dev.goro.conformance.io;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.SocketPair.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Task;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.SilentServer;
import dev.goro.testing.SocketPair;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time limits of sockets: Java's are those of {@code setSoTimeout} and {@code connect}, in
 * milliseconds from the call on. Go: {@code src/net/timeout_test.go}.
 */
class NetTimeoutTest {
  private static final int SHORT = 10;
  private static final int HOUR = 3_600_000;

  private static void timesOut(Task waits) {
    assertThrows(SocketTimeoutException.class, waits::run);
  }

  /** Limits that grow: none ends early. */
  private static void neverEarly(Task waits, LimitSetter limits) throws Exception {
    for (int limit : new int[] {1, 3, 10, 30}) {
      limits.set(limit);
      long start = System.nanoTime();
      timesOut(waits);
      long took = System.nanoTime() - start;
      assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(limit), () -> took + " ns for " + limit);
    }
  }

  private interface LimitSetter {
    void set(int millis) throws SocketException;
  }

  @EachProcs
  void aConnectTimesOut(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var silent = new SilentServer()) {
            for (int limit : new int[] {1, SHORT}) {
              try (var socket = new Socket()) {
                timesOut(() -> socket.connect(silent.address(), limit));
              }
            }
          }
        });
  }

  @EachProcs
  void theLongestLimitOfAConnectIsNotOver(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var server = new ServerSocket(0, 5, LOOPBACK);
              var socket = new Socket()) {
            socket.connect(server.getLocalSocketAddress(), Integer.MAX_VALUE);
            assertTrue(socket.isConnected());
          }
        });
  }

  @EachProcs
  void anAcceptTimesOut(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var server = new ServerSocket(0, 5, LOOPBACK)) {
            server.setSoTimeout(SHORT);
            timesOut(server::accept);
          }
        });
  }

  @EachProcs
  void anAcceptTakesTheLimitThatWasSetLast(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var server = new ServerSocket(0, 5, LOOPBACK)) {
            server.setSoTimeout(0);
            server.setSoTimeout(SHORT);
            timesOut(server::accept);
          }
        });
  }

  @EachProcs
  void anAcceptWithoutALimitWaits(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var server = new ServerSocket(0, 5, LOOPBACK)) {
            server.setSoTimeout(1);
            timesOut(server::accept);
            server.setSoTimeout(0);
            var waiting = Parked.in(server::accept);
            Thread.sleep(SHORT);
            waiting.assertWaiting();
            server.close();
            told(assertThrows(SocketException.class, waiting::awaitEnd));
          }
        });
  }

  /** A close is no time limit. */
  private static void told(Exception e) {
    assertEquals(SocketException.class, e.getClass());
  }

  @EachProcs
  void aReadTimesOutWhenNothingIsLeft(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            byte[] text = "what is there is read".getBytes();
            pair.other().getOutputStream().write(text);
            pair.one().setSoTimeout(1);
            var got = new ArrayList<Integer>();
            while (got.size() < text.length) {
              try {
                got.add(pair.one().getInputStream().read());
              } catch (SocketTimeoutException e) {
                // It has not arrived yet.
              }
            }
            for (int i = 0; i < text.length; i++) {
              assertEquals((int) text[i], got.get(i));
            }
            timesOut(() -> pair.one().getInputStream().read());
            timesOut(() -> pair.one().getInputStream().read());
          }
        });
  }

  @EachProcs
  void aReadWithoutALimitWaits(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            pair.one().setSoTimeout(1);
            timesOut(() -> pair.one().getInputStream().read());
            pair.one().setSoTimeout(0);
            var waiting = Parked.in(() -> pair.one().getInputStream().read());
            Thread.sleep(SHORT);
            waiting.assertWaiting();
            pair.one().close();
            told(assertThrows(SocketException.class, waiting::awaitEnd));
          }
        });
  }

  @EachProcs
  void aReceiveTimesOutWhenNothingIsLeft(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var one = new DatagramSocket(0, LOOPBACK);
              var other = new DatagramSocket(0, LOOPBACK)) {
            other.send(new DatagramPacket(new byte[4], 4, one.getLocalSocketAddress()));
            one.setSoTimeout(HOUR);
            var packet = new DatagramPacket(new byte[8], 8);
            one.receive(packet);
            assertEquals(4, packet.getLength());
            one.setSoTimeout(SHORT);
            timesOut(() -> one.receive(packet));
            timesOut(() -> one.receive(packet));
          }
        });
  }

  @EachProcs
  void aTimerThatClosesEndsAWrite(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.withSmallBuffers()) {
            var waiting = Parked.in(() -> SocketPair.writeForEver(pair.one()));
            Timer.afterFunc(Duration.ofMillis(SHORT), () -> pair.one().close());
            assertThrows(SocketException.class, waiting::awaitEnd);
          }
        });
  }

  @EachProcs
  void aWriteWaitsForItsReader(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.withSmallBuffers()) {
            pair.one().setSoTimeout(1); // for reads only
            var waiting = Parked.in(() -> SocketPair.writeForEver(pair.one()));
            Thread.sleep(SHORT);
            waiting.assertWaiting();
            pair.one().close();
            told(assertThrows(SocketException.class, waiting::awaitEnd));
          }
        });
  }

  @EachProcs
  void aReadDoesNotTimeOutEarly(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            neverEarly(() -> pair.one().getInputStream().read(), pair.one()::setSoTimeout);
          }
        });
  }

  @EachProcs
  void aReceiveDoesNotTimeOutEarly(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var socket = new DatagramSocket(0, LOOPBACK)) {
            neverEarly(
                () -> socket.receive(new DatagramPacket(new byte[8], 8)), socket::setSoTimeout);
          }
        });
  }

  @EachProcs
  void limitsOfEveryLength(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int limit : new int[] {1, 2, 5, 20, 50}) {
            for (int run = 0; run < 3; run++) {
              try (var pair = SocketPair.connect()) {
                pair.one().setSoTimeout(limit);
                timesOut(
                    () -> pair.one().getInputStream().transferTo(OutputStream.nullOutputStream()));
              }
            }
          }
        });
  }

  @EachProcs
  void theLimitIsSetAgainBeforeEachRead(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int times = 500;
          try (var pair = SocketPair.connect()) {
            var wg = new WaitGroup();
            wg.go(
                () -> {
                  for (int i = 0; i < times; i++) {
                    pair.one().setSoTimeout(HOUR + i);
                    assertEquals(i & 0xff, pair.one().getInputStream().read());
                  }
                });
            wg.go(
                () -> {
                  for (int i = 0; i < times; i++) {
                    pair.one().setSoTimeout(HOUR - i);
                    pair.one().getOutputStream().write(i);
                  }
                });
            for (int i = 0; i < times; i++) {
              pair.other().getOutputStream().write(i);
              assertEquals(i & 0xff, pair.other().getInputStream().read());
            }
            wg.await();
          }
        });
  }

  @EachProcs
  void theLimitChangesWhileOthersReadAndWrite(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int times = 50;
          try (var pair = SocketPair.connect()) {
            var wg = new WaitGroup();
            wg.go(
                () -> {
                  try (var ticker = new Ticker(Duration.ofNanos(2_000))) {
                    for (int i = 0; i < times; i++) {
                      pair.one().setSoTimeout(1 + i % 2);
                      ticker.channel().recv();
                    }
                  }
                });
            wg.go(
                () -> {
                  pair.one().setSoTimeout(1);
                  for (int i = 0; i < times; i++) {
                    timesOut(() -> pair.one().getInputStream().read());
                  }
                });
            wg.go(
                () -> {
                  for (int i = 0; i < times; i++) {
                    pair.one().getOutputStream().write(i);
                  }
                });
            wg.await();
          }
        });
  }

  @EachProcs
  void manyGoroutinesSetLimits(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          List<SocketPair> pairs = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            pairs.add(SocketPair.connect());
          }
          var readers = new ArrayList<Parked>();
          for (var pair : pairs) {
            pair.one().setSoTimeout(HOUR);
            readers.add(Parked.in(() -> assertEquals(1, pair.one().getInputStream().read())));
          }
          var wg = new WaitGroup();
          for (int i = 1; i <= 8; i++) {
            int goroutine = i;
            wg.go(
                () -> {
                  for (int n = 100; n > 0; n--) {
                    for (int p = 0; p < pairs.size(); p++) {
                      pairs.get(p).one().setSoTimeout(HOUR + goroutine * n * p);
                    }
                  }
                });
          }
          wg.await();
          for (var pair : pairs) {
            pair.other().getOutputStream().write(1);
          }
          for (var reader : readers) {
            reader.awaitEnd();
          }
          for (var pair : pairs) {
            pair.close();
          }
        });
  }
}
