package dev.goro.behaviour.select;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select.Case;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * What a select leaves to the collector: with cases that are made once, hardly more than the array
 * of its arguments.
 */
class GarbageTest {
  private static final int SELECTS = 100_000;

  /** Sudogs for two cases and the state of a select would be twice as much. */
  private static final long BYTES_EACH = 150;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void selectsThatWaitLeaveLittle() throws Exception {
    onMain(
        () -> {
          waitingSelects(); // compiles it
          long before = THREADS.getTotalThreadAllocatedBytes();
          waitingSelects();
          long each = (THREADS.getTotalThreadAllocatedBytes() - before) / SELECTS;
          assertTrue(each <= BYTES_EACH, "a select allocated " + each + " bytes");
        });
  }

  private static void waitingSelects() {
    Chan<Integer> odd = Chan.make();
    Chan<Integer> even = Chan.make();
    Integer value = 1;
    Case<Integer> fromOdd = recv(odd, v -> v);
    Case<Integer> fromEven = recv(even, v -> v);
    Go.go(
        () -> {
          for (int i = 0; i < SELECTS; i++) {
            (i % 2 == 0 ? even : odd).send(value);
          }
        });
    for (int i = 0; i < SELECTS; i++) {
      select(fromOdd, fromEven);
    }
  }
}
