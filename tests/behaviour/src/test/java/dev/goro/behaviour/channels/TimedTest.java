package dev.goro.behaviour.channels;

import static dev.goro.testing.Goroutines.onMain;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Received;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends and receives with a time limit. */
class TimedTest {
  private static final Duration SHORT = ofMillis(20);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTimedReceiveGivesUpNoSoonerThanItsTime(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          var waited =
              Runner.start(
                  kind,
                  () -> {
                    long start = System.nanoTime();
                    assertEquals(Optional.empty(), c.tryRecv(SHORT));
                    return System.nanoTime() - start;
                  });
          assertTrue(waited.result() >= SHORT.toNanos(), () -> waited.result() + " ns");
          // Nobody waits any more: the value goes to the buffer.
          assertTrue(c.trySend(1));
          assertEquals(1, c.len());
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTimedSendGivesUpNoSoonerThanItsTime(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var waited =
              Runner.start(
                  kind,
                  () -> {
                    long start = System.nanoTime();
                    assertFalse(c.trySend(1, SHORT));
                    return System.nanoTime() - start;
                  });
          assertTrue(waited.result() >= SHORT.toNanos(), () -> waited.result() + " ns");
          assertEquals(Optional.empty(), c.tryRecv(), "the value was not sent");
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTimedOperationThatMeetsItsPartnerSucceeds(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var receiver = Runner.start(kind, () -> c.tryRecv(HOUR)).awaitParked();
          c.send(1);
          assertEquals(Optional.of(new Received<>(1, true)), receiver.result());
          var sender = Runner.start(kind, () -> c.trySend(2, HOUR)).awaitParked();
          assertEquals(2, c.recv());
          assertTrue(sender.result());
        });
  }

  @Test
  void aTimedOperationThatNeedNotWaitDoesNot() {
    Chan<Integer> c = Chan.make(1);
    assertTrue(c.trySend(1, HOUR));
    assertEquals(Optional.of(new Received<>(1, true)), c.tryRecv(HOUR));
    assertTrue(c.trySend(2, Duration.ZERO));
    assertEquals(Optional.of(new Received<>(2, true)), c.tryRecv(ofMillis(-1)));
  }

  @Test
  void zeroAndLessDoNotWait() {
    Chan<Integer> c = Chan.make();
    for (var none :
        new Duration[] {Duration.ZERO, ofMillis(-5), Duration.ofSeconds(Long.MIN_VALUE)}) {
      assertFalse(c.trySend(1, none));
      assertEquals(Optional.empty(), c.tryRecv(none));
    }
  }

  @Test
  void theLongestTimeDoesNotOverflow() throws Exception {
    onMain(
        () -> {
          var forEver = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
          Chan<Integer> c = Chan.make();
          var receiver = Runner.start(() -> c.tryRecv(forEver)).awaitParked();
          assertTrue(c.trySend(1));
          assertEquals(Optional.of(new Received<>(1, true)), receiver.result());
          var sender = Runner.start(() -> c.trySend(2, forEver)).awaitParked();
          assertEquals(2, c.recv());
          assertTrue(sender.result());
        });
  }

  @Test
  void aMissingTimeIsRefused() {
    Chan<Integer> c = Chan.make();
    assertThrows(NullPointerException.class, () -> c.trySend(1, null));
    assertThrows(NullPointerException.class, () -> c.tryRecv(null));
  }

  /** The time runs out just when the partner comes: it is one or the other, for both sides. */
  @Test
  void aTimeoutThatRacesWithItsPartnerLosesNothing() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var sender =
              Runner.start(
                  () -> {
                    int sent = 0;
                    for (int i = 0; i < 3_000; i++) {
                      if (c.trySend(i, Duration.ofNanos(i % 7 * 10_000L))) {
                        sent++;
                      }
                    }
                    c.close();
                    return sent;
                  });
          int received = 0;
          for (int i = 0; ; i++) {
            var r = c.tryRecv(Duration.ofNanos(i % 5 * 10_000L));
            if (r.isPresent()) {
              if (!r.get().ok()) {
                break;
              }
              received++;
            }
          }
          assertEquals(sender.result(), received);
        });
  }
}
