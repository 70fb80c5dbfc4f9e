package dev.goro.behaviour.time;

import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
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
import dev.goro.testing.Eventually;
import dev.goro.time.Timer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Timer}, with the rules that Go has since 1.23: no stale value after a stop or a reset. */
class TimerTest {
  private static final Duration HOUR = ofHours(1);
  private static final Duration SHORT = ofMillis(5);

  /**
   * Waits until a timer that was started before with a time no longer than {@link #SHORT} has
   * surely run out.
   */
  private static void letItRunOut() {
    Go.sleep(SHORT.multipliedBy(4));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void itFiresOnceAndNoSoonerThanItsTime(Kind kind) throws Exception {
    onMain(
        () -> {
          var runner =
              Runner.start(
                  kind,
                  () -> {
                    Instant before = Instant.now();
                    long start = System.nanoTime();
                    var timer = new Timer(ofMillis(20));
                    Instant fired = timer.channel().recv();
                    long took = System.nanoTime() - start;
                    assertTrue(took >= ofMillis(20).toNanos(), () -> took + " ns");
                    assertFalse(fired.isBefore(before), () -> fired + " before " + before);
                    assertEquals(Optional.empty(), timer.channel().tryRecv(SHORT));
                    return true;
                  });
          assertTrue(runner.result());
        });
  }

  @Test
  void zeroAndLessFireAtOnce() throws Exception {
    onMain(
        () -> {
          for (var none :
              List.of(Duration.ZERO, ofMillis(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertTrue(new Timer(none).channel().receive().ok());
            assertTrue(Timer.after(none).receive().ok());
          }
        });
  }

  @Test
  void theLongestTimeDoesNotOverflow() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(Duration.ofSeconds(Long.MAX_VALUE));
          assertEquals(Optional.empty(), timer.channel().tryRecv(SHORT));
          assertTrue(timer.stop());
        });
  }

  @Test
  void afterFires() throws Exception {
    onMain(
        () -> {
          long start = System.nanoTime();
          assertTrue(Timer.after(ofMillis(10)).receive().ok());
          assertTrue(System.nanoTime() - start >= ofMillis(10).toNanos());
        });
  }

  @Test
  void stopPreventsIt() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(SHORT);
          boolean stopped = timer.stop();
          letItRunOut();
          assertEquals(Optional.empty(), timer.channel().tryRecv());
          assertTrue(stopped);
          assertFalse(timer.stop(), "it is stopped already");
        });
  }

  @Test
  void stopAfterTheReceiveReportsThatItCameTooLate() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(SHORT);
          timer.channel().recv();
          assertFalse(timer.stop());
        });
  }

  /** It ran out, but nobody has received: the stop counts, and no stale value comes. */
  @Test
  void noStaleValueAfterAStop() throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 20; i++) {
            var timer = new Timer(ofMillis(1));
            Go.sleep(Duration.ofNanos(i * 200_000L));
            assertTrue(timer.stop(), "nothing was received");
            assertEquals(Optional.empty(), timer.channel().tryRecv());
            assertEquals(
                "late",
                select(recv(timer.channel(), v -> "stale"), after(ofMillis(2), () -> "late")));
          }
        });
  }

  @Test
  void noStaleValueAfterAReset() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(ofMillis(1));
          letItRunOut();
          assertTrue(timer.reset(HOUR), "nothing was received");
          assertEquals(Optional.empty(), timer.channel().tryRecv(SHORT));
          long start = System.nanoTime();
          assertTrue(timer.reset(ofMillis(15)));
          timer.channel().recv();
          assertTrue(System.nanoTime() - start >= ofMillis(15).toNanos());
        });
  }

  /** Go's timers have unbuffered channels, as far as a program can see. */
  @Test
  void itsChannelHasNoBuffer() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(ofMillis(1));
          assertEquals(0, timer.channel().cap());
          assertEquals(0, timer.channel().len());
          letItRunOut();
          assertEquals(0, timer.channel().len());
          assertTrue(timer.channel().tryRecv().isPresent());
          assertEquals(0, timer.channel().len());
        });
  }

  @Test
  void resetTellsWhetherItWasActive() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(HOUR);
          assertTrue(timer.reset(HOUR));
          assertTrue(timer.stop());
          assertFalse(timer.reset(ofMillis(1)));
          assertTrue(timer.channel().receive().ok());
          assertFalse(timer.reset(ofMillis(1)));
          assertTrue(timer.channel().receive().ok());
        });
  }

  @Test
  void resetMovesItBothWays() throws Exception {
    onMain(
        () -> {
          var soon = new Timer(HOUR);
          soon.reset(ofMillis(1));
          soon.channel().recv();

          var later = new Timer(ofMillis(10));
          long start = System.nanoTime();
          if (later.reset(ofMillis(40))) {
            later.channel().recv();
            assertTrue(System.nanoTime() - start >= ofMillis(40).toNanos());
          }
        });
  }

  @Test
  void aWaitingReceiverSeesAResetOfItsTimer() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(HOUR);
          var receiver = Runner.start(() -> timer.channel().receive().ok()).awaitParked();
          timer.reset(ofMillis(1));
          assertTrue(receiver.result());
        });
  }

  @Test
  void aWaitingReceiverIsNotWokenAfterAStop() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(ofMillis(30));
          var receiver = Runner.start(() -> timer.channel().receive().ok());
          if (timer.stop()) {
            receiver.awaitParked();
            Go.sleep(ofMillis(60));
            assertFalse(receiver.hasEnded());
          }
          timer.reset(ofMillis(1));
          assertTrue(receiver.result());
        });
  }

  @Test
  void itWorksInASelect() throws Exception {
    onMain(
        () -> {
          Chan<Integer> never = Chan.make();
          for (int i = 0; i < 10; i++) {
            var timer = new Timer(ofMillis(2));
            assertEquals(
                "timer", select(recv(never, v -> "value"), recv(timer.channel(), v -> "timer")));
          }
        });
  }

  @Test
  void afterFuncRunsItsTaskInAGoroutineOfItsOwn() throws Exception {
    onMain(
        () -> {
          Chan<Long> ids = Chan.make(1);
          long start = System.nanoTime();
          var timer = Timer.afterFunc(ofMillis(10), () -> ids.send(Go.goid()));
          long id = ids.recv();
          assertTrue(System.nanoTime() - start >= ofMillis(10).toNanos());
          assertNotEquals(Go.goid(), id);
          assertNotEquals(0, id);
          assertFalse(timer.stop());
        });
  }

  @Test
  void afterFuncMayBlock() throws Exception {
    onMain(
        () -> {
          Chan<String> c = Chan.make();
          for (int i = 0; i < 50; i++) {
            Timer.afterFunc(ofMillis(1), () -> c.send("x"));
          }
          Go.sleep(ofMillis(5));
          for (int i = 0; i < 50; i++) {
            assertEquals("x", c.recv());
          }
        });
  }

  @Test
  void aStoppedAfterFuncDoesNotRun() throws Exception {
    onMain(
        () -> {
          var runs = new AtomicInteger();
          int stopped = 0;
          for (int i = 0; i < 100; i++) {
            if (Timer.afterFunc(SHORT, runs::incrementAndGet).stop()) {
              stopped++;
            }
          }
          int late = 100 - stopped;
          letItRunOut();
          Eventually.equal("runs of those that were not stopped", late, runs::get);
        });
  }

  @Test
  void anAfterFuncCanBeStartedAgain() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var timer = Timer.afterFunc(ofMillis(1), () -> c.send(1));
          for (int i = 0; i < 5; i++) {
            c.recv();
            assertFalse(timer.reset(ofMillis(1)));
          }
          c.recv();
        });
  }

  /** The task may reset its own timer: a periodic task. */
  @Test
  void anAfterFuncMayResetItself() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          Chan<Timer> self = Chan.make(1);
          self.send(
              Timer.afterFunc(
                  ofMillis(1),
                  () -> {
                    var timer = self.recv();
                    timer.reset(ofMillis(1));
                    self.send(timer);
                    c.send(1);
                  }));
          for (int i = 0; i < 10; i++) {
            c.recv();
          }
          self.recv().stop();
        });
  }

  @Test
  void missingArgumentsAreRefused() {
    assertThrows(NullPointerException.class, () -> new Timer(null));
    assertThrows(NullPointerException.class, () -> Timer.after(null));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(SHORT, null));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(null, () -> {}));
    assertThrows(NullPointerException.class, () -> new Timer(HOUR).reset(null));
  }

  @Test
  void theValueIsTheTimeAtWhichItWasDue() throws Exception {
    onMain(
        () -> {
          Instant start = Instant.now();
          var timer = new Timer(ofMillis(10));
          Go.sleep(ofMillis(100));
          Instant due = timer.channel().recv();
          assertFalse(due.isBefore(start.plusMillis(9)), () -> due + " after " + start);
          assertTrue(due.isBefore(start.plusMillis(90)), () -> due + " after " + start);
        });
  }

  /** Who waits holds the timer, be it in a receive or in a select. */
  @Test
  void aTimerThatOnlyItsReaderKnowsIsNotCollected() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          for (int i = 0; i < 50; i++) {
            wg.go(() -> new Timer(ofMillis(50)).channel().recv());
            wg.go(() -> select(recv(Timer.after(ofMillis(50))), recv(Chan.make())));
          }
          for (int i = 0; i < 3; i++) {
            System.gc();
            Go.sleep(ofMillis(5));
          }
          wg.await();
        });
  }

  @Test
  void aMillionStoppedOrForgottenTimersLeaveNothing() throws Exception {
    int timers = 1_000_000;
    onMain(
        () -> {
          long before = heapInUse();
          for (int i = 0; i < timers; i++) {
            new Timer(HOUR).stop();
            Timer.afterFunc(HOUR, () -> {}).stop();
            new Timer(HOUR);
          }
          Eventually.that("they are collected", () -> heapInUse() - before < timers);
        });
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A select looks whether a timer's time is over, like any other receive. */
  @Test
  void aSelectThatDoesNotWaitSeesAnExpiredTimer() throws Exception {
    onMain(
        () -> {
          Chan<Integer> never = Chan.make();
          var one = new Timer(ofMillis(1));
          var two = new Timer(ofMillis(1));
          letItRunOut();
          assertEquals(
              "timer",
              select(
                  recv(never, v -> "value"),
                  recv(one.channel(), t -> "timer"),
                  otherwise(() -> "none")));
          assertEquals("timer", select(recv(two.channel(), t -> "timer"), otherwise(() -> "none")));
          assertEquals(
              "none",
              select(
                  recv(never, v -> "value"),
                  recv(two.channel(), t -> "timer"),
                  otherwise(() -> "none")));
        });
  }

  @Test
  void anInterruptEndsAWaitForATimerAndTheTimerGoesOn() throws Exception {
    onMain(
        () -> {
          var timer = new Timer(HOUR);
          for (int i = 0; i < 3; i++) {
            var receiver = Runner.start(() -> timer.channel().recv()).awaitParked();
            receiver.interrupt();
            receiver.failure(InterruptedOperationException.class);
            var selecting =
                Runner.start(() -> select(recv(timer.channel()), recv(Chan.make()))).awaitParked();
            selecting.interrupt();
            selecting.failure(InterruptedOperationException.class);
          }
          assertTrue(timer.reset(ofMillis(1)));
          assertTrue(timer.channel().receive().ok());
        });
  }

  /** Stops and resets from many goroutines while it runs out: each round has exactly one end. */
  @Test
  void stopRacesWithTheReceive() throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 200; i++) {
            var timer = new Timer(Duration.ofNanos(50_000));
            var wg = new WaitGroup();
            var ends = new AtomicInteger();
            for (int g = 0; g < 3; g++) {
              wg.go(
                  () -> {
                    if (timer.stop()) {
                      ends.incrementAndGet();
                    }
                  });
            }
            wg.go(
                () -> {
                  if (timer.channel().tryRecv(ofMillis(1)).isPresent()) {
                    ends.incrementAndGet();
                  }
                });
            wg.await();
            if (timer.stop()) {
              ends.incrementAndGet();
            }
            assertEquals(1, ends.get());
          }
        });
  }
}
