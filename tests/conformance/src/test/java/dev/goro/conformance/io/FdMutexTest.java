package dev.goro.conformance.io;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.SocketPair;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many goroutines use one socket: one reads and one writes at a time, and a close reaches all. Go:
 * {@code src/internal/poll/fd_mutex_test.go}, which checks the lock behind it.
 */
class FdMutexTest {
  @EachProcs
  void aReaderDoesNotHoldUpAWriter(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            var first = Parked.in(() -> assertEquals(1, pair.one().getInputStream().read()));
            var second = Parked.in(() -> pair.one().getInputStream().read());
            pair.one().getOutputStream().write(9);
            assertEquals(9, pair.other().getInputStream().read());
            first.assertWaiting();
            pair.other().getOutputStream().write(1);
            first.awaitEnd();
            second.assertWaiting();
            pair.other().getOutputStream().write(2);
            second.awaitEnd();
          }
        });
  }

  @EachProcs
  void aClosedSocketRefusesEverything(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            var socket = pair.one();
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            socket.close();
            assertThrows(SocketException.class, in::read);
            assertThrows(SocketException.class, () -> out.write(1));
            assertThrows(SocketException.class, () -> socket.setSoTimeout(1));
            socket.close(); // the second time does nothing
          }
        });
  }

  @EachProcs
  void aCloseWakesAllThatWaitForTheirTurn(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var pair = SocketPair.connect()) {
            List<Parked> readers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
              readers.add(Parked.in(() -> pair.one().getInputStream().read()));
            }
            pair.one().close();
            for (var reader : readers) {
              assertThrows(SocketException.class, reader::awaitEnd);
            }
          }
        });
  }

  /** What is written at once arrives in one piece, and each byte is read once. */
  @EachProcs
  void writesAreWholeAndReadsAreOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int goroutines = 8;
          int records = 200;
          int length = 20;
          try (var pair = SocketPair.connect()) {
            var wg = new WaitGroup();
            var read = new AtomicLong();
            for (int i = 1; i <= goroutines; i++) {
              byte mine = (byte) i;
              wg.go(
                  () -> {
                    byte[] record = new byte[length];
                    Arrays.fill(record, mine);
                    for (int n = 0; n < records; n++) {
                      pair.one().getOutputStream().write(record);
                    }
                  });
              wg.go(
                  () -> {
                    for (int n = 0; n < records; n++) {
                      read.addAndGet(pair.one().getInputStream().read());
                    }
                  });
            }
            long sent = 0;
            for (int n = 0; n < goroutines * records; n++) {
              byte[] record = pair.other().getInputStream().readNBytes(length);
              for (byte b : record) {
                assertEquals(record[0], b, () -> Arrays.toString(record));
              }
              pair.other().getOutputStream().write(record[0]);
              sent += record[0];
            }
            wg.await();
            assertEquals(sent, read.get());
          }
        });
  }
}
