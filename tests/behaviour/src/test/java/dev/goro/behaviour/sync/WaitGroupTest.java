package dev.goro.behaviour.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Panics;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link WaitGroup} does what Go's {@code sync.WaitGroup} does. */
class WaitGroupTest {
  private static Runner<Boolean> waiter(Kind kind, WaitGroup wg) {
    return Runner.start(
        kind,
        () -> {
          wg.await();
          return true;
        });
  }

  @Test
  void awaitOfAnEmptyGroupReturnsAtOnce() {
    new WaitGroup().await();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void awaitWaitsForTheLast(Kind kind) throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          wg.add(2);
          wg.add(1);
          var waiting = waiter(kind, wg).awaitParked();
          wg.done();
          wg.add(-1);
          assertFalse(waiting.hasEnded());
          waiting.awaitParked();
          wg.done();
          assertTrue(waiting.result());
        });
  }

  @Test
  void allWaitersAreWoken() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          wg.add(1);
          var waiting = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 300; i++) {
            waiting.add(waiter(Kind.values()[i % 3], wg).awaitParked());
          }
          wg.done();
          for (var w : waiting) {
            assertTrue(w.result());
          }
        });
  }

  @Test
  void aNegativeCounterIsAnError() {
    var wg = new WaitGroup();
    var e = assertThrows(IllegalStateException.class, wg::done);
    assertTrue(e.getMessage().contains("sync: negative WaitGroup counter"), e::getMessage);
    var other = new WaitGroup();
    other.add(2);
    e = assertThrows(IllegalStateException.class, () -> other.add(-3));
    assertTrue(e.getMessage().contains("sync: negative WaitGroup counter"), e::getMessage);
  }

  @Test
  void itCanBeUsedAgain() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          for (int round = 1; round <= 500; round++) {
            int[] done = new int[3];
            for (int i = 0; i < 3; i++) {
              int place = i;
              int value = round;
              wg.go(() -> done[place] = value);
            }
            wg.await();
            for (int d : done) {
              assertEquals(round, d, "what was done before done() is seen after await()");
            }
          }
        });
  }

  @Test
  void goRunsTheTaskInAGoroutineOfItsOwn() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          Chan<Long> ids = Chan.make(1);
          wg.go(() -> ids.send(Go.goid()));
          wg.await();
          long id = ids.recv();
          assertNotEquals(0, id);
          assertNotEquals(Go.goid(), id);
        });
  }

  @Test
  void tasksMayAddToTheGroupThatTheyBelongTo() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          var count = new java.util.concurrent.atomic.AtomicInteger();
          tree(wg, 10, count);
          wg.await();
          assertEquals((1 << 11) - 1, count.get());
        });
  }

  private static void tree(
      WaitGroup wg, int depth, java.util.concurrent.atomic.AtomicInteger count) {
    wg.go(
        () -> {
          count.incrementAndGet();
          if (depth > 0) {
            tree(wg, depth - 1, count);
            tree(wg, depth - 1, count);
          }
        });
  }

  @Test
  void aTaskThatEndsItselfByGoexitIsDone() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          wg.go(
              () -> {
                throw Go.goexit();
              });
          wg.await();
        });
  }

  /** In a program the panic ends it; where it does not, those who wait are not left behind. */
  @Test
  void aTaskThatPanicsIsDone() throws Exception {
    var seen = new ArrayList<Throwable>();
    onMain(
        () -> {
          var wg = new WaitGroup();
          wg.go(
              () -> {
                throw new IOException("no disk");
              });
          wg.await();
          dev.goro.testing.Eventually.that(
              "the panic is reported",
              () -> {
                Panics.take().forEach(p -> seen.add(p.cause()));
                return !seen.isEmpty();
              });
        });
    assertEquals("no disk", seen.getFirst().getMessage());
    assertEquals(1, seen.size());
  }

  @Test
  void aMissingTaskIsRefused() {
    var wg = new WaitGroup();
    assertThrows(NullPointerException.class, () -> wg.go(null));
    wg.await();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsAWait(Kind kind) throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          wg.add(1);
          var waiting = waiter(kind, wg).awaitParked();
          waiting.interrupt();
          var e = waiting.failure(InterruptedOperationException.class);
          assertTrue(e.getMessage().contains("sync.WaitGroup.Wait"), e::getMessage);
          assertTrue(waiting.interruptFlag());
          var other = waiter(kind, wg).awaitParked();
          wg.done();
          assertTrue(other.result());
        });
  }

  @Test
  void onPlatformThreadsItCountsGoroutines() throws Exception {
    var wg = new WaitGroup();
    var sum = new java.util.concurrent.atomic.AtomicLong();
    for (int i = 1; i <= 1_000; i++) {
      int value = i;
      wg.add(1);
      go(
          () -> {
            sum.addAndGet(value);
            wg.done();
          });
    }
    wg.await();
    assertEquals(500_500, sum.get());
  }

  /**
   * Who is woken finds that the group counts again. That is seen only if it has not returned by
   * then, so it is tried until it is.
   */
  @Test
  void aGroupThatIsUsedAgainTooEarlyIsAnError() throws Exception {
    onMain(
        () ->
            dev.goro.testing.Eventually.that(
                "a reuse is seen",
                () -> {
                  var wg = new WaitGroup();
                  wg.add(1);
                  var waiting = waiter(Kind.GOROUTINE, wg).awaitParked();
                  wg.done();
                  wg.add(1);
                  dev.goro.testing.Eventually.that("it returns", waiting::hasEnded);
                  wg.done();
                  try {
                    return !waiting.result(); // it had returned before
                  } catch (AssertionError e) {
                    assertEquals(
                        "sync: WaitGroup is reused before previous Wait has returned",
                        e.getCause().getMessage());
                    return true;
                  }
                }));
  }

  @Test
  void aCounterBeyondWhatAnIntHoldsIsAnError() {
    var wg = new WaitGroup();
    wg.add(Integer.MAX_VALUE);
    assertThrows(IllegalStateException.class, () -> wg.add(1));
    wg.add(-Integer.MAX_VALUE);
    wg.await();
  }
}
