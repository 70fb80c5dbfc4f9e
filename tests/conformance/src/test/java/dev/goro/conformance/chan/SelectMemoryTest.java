package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Eventually;
import java.lang.management.ManagementFactory;

/**
 * A {@code select} that waits on a channel which never becomes ready leaves nothing there. Go:
 * {@code test/chan/select2.go}.
 */
class SelectMemoryTest {
  private static final int SELECTS = 100_000;

  /** Far less than one reference for each select would need. */
  private static final long SLACK_BYTES = SELECTS * 4L;

  @EachProcs
  void selectsLeaveNothingOnAChannelThatIsNeverReady(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> busy = Chan.make();
          Chan<Integer> silent = Chan.make();
          exchange(busy, silent);
          long before = heapInUse();
          exchange(busy, silent);
          Eventually.that(
              "the heap is as small after more selects as before",
              () -> heapInUse() - before < SLACK_BYTES);
        });
  }

  private static void exchange(Chan<Integer> busy, Chan<Integer> silent) {
    go(
        () -> {
          for (int i = 0; i < SELECTS; i++) {
            busy.send(i);
          }
        });
    var takeBusy = recv(busy, v -> v);
    var takeSilent = recv(silent, v -> fail("nobody sends here"));
    for (int i = 0; i < SELECTS; i++) {
      select(takeBusy, takeSilent);
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
