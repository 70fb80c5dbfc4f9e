package dev.goro.conformance.time;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.conformance.EachProcs;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.DeadlineExceeded;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.time.Limiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The limiter. Go: {@code golang.org/x/time/rate/rate_test.go}.
 *
 * <p>Times are counted in steps of 100 ms, which is the time of one token at a limit of 10, by a
 * clock that stands still but for what a test sets.
 */
class LimiterTest {
  private static final Duration STEP = ofMillis(100);

  /** Not 0, so that nothing is right by chance. */
  private static final long BEGIN = 987_654_321_987L;

  private long clock = BEGIN;

  private Limiter limiter(double limit, int burst) {
    return new Limiter(limit, burst, () -> clock);
  }

  private void at(int step) {
    clock = BEGIN + step * STEP.toNanos();
  }

  /** At a time so many tokens are there; asks for some. */
  private void allow(Limiter limiter, int step, double tokens, int n, boolean expected) {
    at(step);
    assertEquals(tokens, limiter.tokens(), "tokens at " + step);
    assertEquals(expected, limiter.allow(n), n + " at " + step);
  }

  /** Reserves at a time and expects another one for it. */
  private Limiter.Reservation reserve(Limiter limiter, int step, int n, int expected) {
    at(step);
    var reservation = limiter.reserve(n).orElseThrow();
    long steps = Math.round((double) reservation.delay().toNanos() / STEP.toNanos());
    assertEquals(expected, step + steps, n + " at " + step);
    return reservation;
  }

  private void refused(Limiter limiter, int step, int n) {
    at(step);
    assertEquals(Optional.empty(), limiter.reserve(n));
  }

  private void cancel(Limiter.Reservation reservation, int step) {
    at(step);
    reservation.cancel();
  }

  @Test
  void aLimitIsNotInfinite() {
    assertNotEquals(Limiter.INFINITE, limiter(10, 1).limit());
  }

  @Test
  void anIntervalIsALimit() {
    assertEquals(Limiter.INFINITE, Limiter.every(Duration.ZERO));
    assertEquals(Limiter.INFINITE, Limiter.every(Duration.ofNanos(-1)));
    assertEquals(1e9, Limiter.every(Duration.ofNanos(1)));
    assertEquals(1e6, Limiter.every(Duration.ofNanos(1_000)));
    assertEquals(1e3, Limiter.every(ofMillis(1)));
    assertEquals(10, Limiter.every(ofMillis(100)));
    assertEquals(1, Limiter.every(ofMillis(1_000)));
    assertEquals(0.4, Limiter.every(ofMillis(2_500)));
    assertEquals(0.1, Limiter.every(Duration.ofSeconds(10)));
    assertEquals(1e9 / Long.MAX_VALUE, Limiter.every(Duration.ofNanos(Long.MAX_VALUE)));
    assertEquals(1e9 / Long.MAX_VALUE, Limiter.every(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void aBurstOfOneGivesATokenEachTime() {
    var limiter = limiter(10, 1);
    allow(limiter, 0, 1, 1, true);
    allow(limiter, 0, 0, 1, false);
    allow(limiter, 0, 0, 1, false);
    allow(limiter, 1, 1, 1, true);
    allow(limiter, 1, 0, 1, false);
    allow(limiter, 2, 1, 2, false);
    allow(limiter, 2, 1, 1, true);
    allow(limiter, 2, 0, 1, false);
  }

  @Test
  void aBurstOfThreeKeepsUpToThreeTokens() {
    var limiter = limiter(10, 3);
    allow(limiter, 0, 3, 2, true);
    allow(limiter, 0, 1, 2, false);
    allow(limiter, 0, 1, 1, true);
    allow(limiter, 0, 0, 1, false);
    allow(limiter, 1, 1, 4, false);
    allow(limiter, 2, 2, 1, true);
    allow(limiter, 3, 2, 1, true);
    allow(limiter, 4, 2, 1, true);
    allow(limiter, 4, 1, 1, true);
    allow(limiter, 4, 0, 1, false);
    allow(limiter, 9, 3, 3, true);
    allow(limiter, 9, 0, 0, true);
  }

  @Test
  void aClockThatJumpsBackGivesNoTokens() {
    at(1);
    var limiter = limiter(10, 3);
    allow(limiter, 1, 3, 1, true);
    allow(limiter, 0, 2, 1, true);
    allow(limiter, 0, 1, 1, true);
    allow(limiter, 0, 0, 1, false);
    allow(limiter, 1, 1, 1, true);
    allow(limiter, 1, 0, 1, false);
    allow(limiter, 2, 1, 1, true);
    allow(limiter, 2, 0, 1, false);
  }

  @Test
  void aLimitThatIsNoRoundNumberGivesItsBurst() {
    assertTrue(new Limiter(0.7692307692307693, 1).allow());
  }

  @EachProcs
  void goroutinesAtOnceGetTheBurstAndNoMore(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var limiter = new Limiter(Limiter.every(Duration.ofHours(1)), 5);
          var allowed = new AtomicInteger();
          var wg = new WaitGroup();
          for (int i = 0; i < 15; i++) {
            wg.go(
                () -> {
                  if (limiter.allow()) {
                    allowed.incrementAndGet();
                  }
                });
          }
          wg.await();
          assertEquals(5, allowed.get());
        });
  }

  @Test
  void inTheLongRunTheLimitIsMet() {
    int limit = 100;
    int burst = 100;
    int seconds = 5;
    var limiter = limiter(limit, burst);
    int allowed = 0;
    for (int millis = 0; millis < seconds * 1_000; millis += 2) {
      clock = BEGIN + ofMillis(millis).toNanos();
      if (limiter.allow()) {
        allowed++;
      }
    }
    int ideal = burst + limit * seconds;
    assertTrue(allowed <= ideal + 1, allowed + " of " + ideal);
    assertTrue(allowed >= ideal * 0.997, allowed + " of " + ideal);
  }

  @Test
  void reservationsComeOneAfterTheOther() {
    var limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    reserve(limiter, 0, 2, 2);
    reserve(limiter, 3, 2, 4);
  }

  @Test
  void reservedTokensAreNotThereToBeTaken() {
    var limiter = limiter(10, 2);
    refused(limiter, 0, 3);
    reserve(limiter, 0, 2, 0);
    allow(limiter, 1, 1, 2, false);
    reserve(limiter, 1, 2, 2);
    allow(limiter, 1, -1, 1, false);
    allow(limiter, 3, 1, 1, true);
  }

  @Test
  void whatWasNotReservedGivesNothingBack() {
    var limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    refused(limiter, 0, 3);
    reserve(limiter, 0, 2, 2);
  }

  @Test
  void theLastReservationGivesAllBack() {
    var limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    var last = reserve(limiter, 0, 2, 2);
    cancel(last, 1);
    cancel(last, 1); // which does nothing
    reserve(limiter, 1, 2, 2);
  }

  @Test
  void aReservationWhoseTimeIsOverGivesNothingBack() {
    var limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    cancel(reserve(limiter, 0, 2, 2), 3);
    reserve(limiter, 3, 2, 4);
  }

  @Test
  void whatALaterReservationCountsOnIsNotGivenBack() {
    var limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    var none = reserve(limiter, 0, 1, 1);
    reserve(limiter, 0, 1, 2);
    cancel(none, 0);
    reserve(limiter, 0, 1, 3);

    limiter = limiter(10, 2);
    reserve(limiter, 0, 2, 0);
    var one = reserve(limiter, 0, 2, 2);
    reserve(limiter, 0, 1, 3);
    cancel(one, 2);
    reserve(limiter, 2, 2, 4);
  }

  @Test
  void severalReservationsAreCancelled() {
    var limiter = limiter(10, 4);
    reserve(limiter, 0, 4, 0);
    var a = reserve(limiter, 0, 3, 3);
    reserve(limiter, 0, 1, 4);
    var c = reserve(limiter, 0, 1, 5);
    cancel(c, 1); // 1 token
    cancel(a, 1); // 2 tokens, as if c had never been
    reserve(limiter, 1, 3, 5);
  }

  @Test
  void reservationsOfAClockThatJumpsBack() {
    at(1);
    var limiter = limiter(10, 2);
    reserve(limiter, 1, 2, 1);
    reserve(limiter, 0, 1, 1);
    reserve(limiter, 2, 2, 3);
    refused(limiter, 0, 3);
    reserve(limiter, 2, 1, 4);
    at(0);
    assertFalse(limiter.tryAwait(2, STEP));
    reserve(limiter, 2, 1, 5);
  }

  @Test
  void aReservationIsCancelledAfterAJumpBack() {
    at(1);
    var limiter = limiter(10, 2);
    reserve(limiter, 1, 2, 1);
    var reservation = reserve(limiter, 1, 2, 3);
    reserve(limiter, 1, 1, 4);
    cancel(reservation, 0);
    reserve(limiter, 1, 2, 4);
  }

  @Test
  void aNewLimitHoldsFromNowOn() {
    var limiter = limiter(5, 2);
    reserve(limiter, 0, 2, 0);
    reserve(limiter, 0, 2, 4);
    at(2);
    limiter.setLimit(10);
    assertEquals(10, limiter.limit());
    reserve(limiter, 2, 1, 4);
  }

  @Test
  void aNewBurstHoldsFromNowOn() {
    var limiter = limiter(5, 2);
    reserve(limiter, 0, 2, 0);
    reserve(limiter, 0, 2, 4);
    at(3);
    limiter.setBurst(4);
    assertEquals(4, limiter.burst());
    reserve(limiter, 0, 4, 9);
  }

  @Test
  void aReservationOfTheOldLimitIsCancelled() {
    var limiter = limiter(5, 2);
    reserve(limiter, 0, 2, 0);
    var reservation = reserve(limiter, 0, 2, 4);
    at(2);
    limiter.setLimit(10);
    cancel(reservation, 2);
    reserve(limiter, 2, 2, 3);
  }

  @Test
  void whatWouldTakeTooLongIsNotTaken() {
    var limiter = limiter(10, 2);
    at(0);
    assertTrue(limiter.tryAwait(2, STEP));
    reserve(limiter, 0, 1, 1);
    assertFalse(limiter.tryAwait(1, STEP));
    reserve(limiter, 0, 1, 2); // nothing was taken
  }

  // ---- waits, by the real time

  @Test
  void aWaitTakesAsLongAsItsTokens() throws Exception {
    onMain(
        () -> {
          long start = System.nanoTime();
          var limiter = new Limiter(10, 3);
          var e = assertThrows(IllegalStateException.class, () -> limiter.await(4));
          assertTrue(e.getMessage().contains("never has 4"), e::getMessage);
          limiter.await(2);
          limiter.await(3);
          long took = System.nanoTime() - start;
          assertTrue(took >= STEP.toNanos() * 2, () -> took + " ns");
        });
  }

  @Test
  void anInterruptedWaitGivesItsTokensBack() throws Exception {
    onMain(
        () -> {
          var limiter = limiter(Limiter.every(Duration.ofHours(1)), 3);
          limiter.await(2);
          Chan<Thread> waiter = Chan.make(1);
          Chan<Boolean> interrupted = Chan.make();
          go(
              () -> {
                waiter.send(Thread.currentThread());
                try {
                  limiter.await(3);
                  interrupted.send(false);
                } catch (InterruptedOperationException e) {
                  Thread.interrupted();
                  interrupted.send(true);
                }
              });
          Eventually.that("it has reserved", () -> limiter.tokens() < 0);
          waiter.recv().interrupt();
          assertTrue(interrupted.recv());
          assertEquals(1, limiter.tokens());
        });
  }

  @Test
  void aWaitThatWouldTakeTooLongFailsAtOnce() throws Exception {
    onMain(
        () -> {
          var limiter = limiter(10, 3);
          assertTrue(limiter.tryAwait(2, STEP));
          assertFalse(limiter.tryAwait(3, STEP));
          assertEquals(1, limiter.tokens());
        });
  }

  @Test
  void anEndedContextTakesNoToken() throws Exception {
    onMain(
        () -> {
          var limiter = limiter(10, 3);
          var context = Context.withCancel(Context.background());
          context.cancel();
          assertThrows(Canceled.class, () -> limiter.await(context));
          assertEquals(3, limiter.tokens());
          limiter.await(Context.background(), 2);
          assertEquals(1, limiter.tokens());
          assertThrows(IllegalStateException.class, () -> limiter.await(Context.background(), 4));
        });
  }

  @Test
  void aContextThatEndsDuringTheWaitGivesTheTokensBack() throws Exception {
    onMain(
        () -> {
          var limiter = limiter(Limiter.every(Duration.ofHours(1)), 3);
          try (var context = Context.withCancel(Context.background())) {
            limiter.await(context, 2);
            go(
                () -> {
                  Eventually.that("it has reserved", () -> limiter.tokens() < 0);
                  context.cancel();
                });
            assertThrows(Canceled.class, () -> limiter.await(context, 3));
            assertEquals(1, limiter.tokens());
          }
        });
  }

  @Test
  void aDeadlineThatComesBeforeTheTokensIsToldAtOnce() throws Exception {
    onMain(
        () -> {
          var limiter = limiter(Limiter.every(Duration.ofHours(1)), 3);
          try (var context = Context.withTimeout(Context.background(), Duration.ofMinutes(30))) {
            limiter.await(context, 2);
            assertThrows(DeadlineExceeded.class, () -> limiter.await(context, 3));
            assertThrows(IllegalStateException.class, () -> limiter.await(context, 4));
            assertTrue(context.err().isEmpty(), "the context goes on");
            assertEquals(1, limiter.tokens());
            limiter.await(context);
          }
        });
  }

  @Test
  void aWaitWithAContextTakesAsLongAsItsTokens() throws Exception {
    onMain(
        () -> {
          long start = System.nanoTime();
          var limiter = new Limiter(10, 1);
          try (var context = Context.withTimeout(Context.background(), Duration.ofMinutes(1))) {
            limiter.await(context);
            limiter.await(context);
          }
          long took = System.nanoTime() - start;
          assertTrue(took >= STEP.toNanos(), () -> took + " ns");
        });
  }

  @Test
  void anInfiniteLimitNeedsNoBurst() throws Exception {
    onMain(
        () -> {
          var limiter = new Limiter(Limiter.INFINITE, 0);
          limiter.await(3);
          assertTrue(limiter.allow(3));
          assertEquals(Duration.ZERO, limiter.reserve(3).orElseThrow().delay());
        });
  }

  @Test
  void aLimitOfZeroGivesItsBurstOnly() {
    var limiter = new Limiter(0, 1);
    assertTrue(limiter.allow());
    assertFalse(limiter.allow());
  }

  @Test
  void aLimitAfterALimitOfZero() throws Exception {
    onMain(
        () -> {
          var limiter = new Limiter(0, 1);
          assertTrue(limiter.allow());
          assertFalse(limiter.allow());
          assertThrows(IllegalStateException.class, limiter::await);
          long start = System.nanoTime();
          limiter.setLimit(10);
          limiter.await();
          long took = System.nanoTime() - start;
          assertTrue(took >= STEP.toNanos(), () -> took + " ns");
        });
  }

  @Test
  void aTinyLimitGivesItsBurstOnly() {
    var limiter = new Limiter(1e-10, 1);
    assertTrue(limiter.allow());
    assertFalse(limiter.allow());
  }
}
