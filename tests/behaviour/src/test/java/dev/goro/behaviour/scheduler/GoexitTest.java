package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** {@link Go#goexit}. */
class GoexitTest {
  @Test
  void itEndsTheGoroutineAndItsFinallyBlocksRun() throws Exception {
    onMain(
        () -> {
          List<String> log = new ArrayList<>();
          var wg = new WaitGroup();
          wg.add(1);
          go(
              () -> {
                try {
                  try {
                    deep(20);
                  } finally {
                    log.add("inner");
                  }
                } catch (RuntimeException e) {
                  log.add("caught");
                } finally {
                  log.add("outer");
                  wg.done();
                }
                log.add("after");
              });
          wg.await();
          assertEquals(List.of("inner", "outer"), log);
        });
  }

  private static void deep(int n) {
    if (n == 0) {
      throw Go.goexit();
    }
    deep(n - 1);
  }

  /** Its finally blocks are ordinary code: they may block. */
  @Test
  void aFinallyBlockMayBlock() throws Exception {
    onMain(
        () -> {
          Chan<String> c = Chan.make();
          go(
              () -> {
                try {
                  throw Go.goexit();
                } finally {
                  c.send("one");
                  c.send("two");
                }
              });
          assertEquals("one", c.recv());
          assertEquals("two", c.recv());
        });
  }

  @Test
  void itIsNoPanic() throws Exception {
    // onMain fails for any panic.
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          for (int i = 0; i < 100; i++) {
            go(
                () -> {
                  throw Go.goexit();
                });
          }
          Eventually.atMost("goroutines", before, Go::numGoroutine);
        });
  }

  @Test
  void onAnyOtherThreadItIsAnError() throws Exception {
    var e = assertThrows(IllegalStateException.class, Go::goexit);
    assertTrue(e.getMessage().contains("goexit"), e::getMessage);
    var ended = new AtomicBoolean();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  assertThrows(IllegalStateException.class, Go::goexit);
                  ended.set(true);
                });
    thread.join();
    assertTrue(ended.get());
  }

  @Test
  void numGoroutineCountsTheStartedThatHaveNotEnded() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          assertTrue(before >= 1);
          Chan<Integer> release = Chan.make();
          for (int i = 1; i <= 50; i++) {
            go(release::recv);
            assertEquals(before + i, Go.numGoroutine());
          }
          release.close();
          Eventually.atMost("goroutines", before, Go::numGoroutine);
        });
  }

  @Test
  void numGoroutineIsRightAfterManyOnSeveralPs() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var wg = new WaitGroup();
          for (int i = 0; i < 1_000; i++) {
            wg.go(
                () -> {
                  for (int k = 0; k < 10; k++) {
                    wg.go(Go::gosched);
                  }
                });
          }
          wg.await();
          Eventually.atMost("goroutines", before, Go::numGoroutine);
          assertFalse(Go.numGoroutine() < 1);
        });
  }
}
