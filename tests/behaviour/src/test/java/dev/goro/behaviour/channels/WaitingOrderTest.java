package dev.goro.behaviour.channels;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Select;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who came first is served first: receivers and senders, whatever kind of thread, whatever form of
 * operation.
 */
class WaitingOrderTest {
  private static final int WAITERS = 60;

  /** Goroutines, threads, timed forms and selects stand in one queue. */
  private static Runner<Integer> receiver(Chan<Integer> c, int place) {
    Kind kind = Kind.values()[place % Kind.values().length];
    return switch (place / 3 % 3) {
      case 0 -> Runner.start(kind, c::recv);
      case 1 -> Runner.start(kind, () -> c.tryRecv(Duration.ofHours(1)).orElseThrow().value());
      default -> {
        Chan<Integer> other = Chan.make();
        yield Runner.start(
            kind, () -> Select.select(Select.recv(other, v -> v), Select.recv(c, v -> v)));
      }
    };
  }

  private static Runner<Boolean> sender(Chan<Integer> c, int place) {
    Kind kind = Kind.values()[place % Kind.values().length];
    return switch (place / 3 % 3) {
      case 0 ->
          Runner.start(
              kind,
              () -> {
                c.send(place);
                return true;
              });
      case 1 -> Runner.start(kind, () -> c.trySend(place, Duration.ofHours(1)));
      default -> {
        Chan<Integer> other = Chan.make();
        yield Runner.start(
            kind,
            () -> Select.select(Select.recv(other, v -> false), Select.send(c, place, () -> true)));
      }
    };
  }

  @Test
  void waitingReceiversAreServedInTheOrderInWhichTheyCame() throws Exception {
    for (int capacity : new int[] {0, 3}) {
      onMain(
          () -> {
            Chan<Integer> c = Chan.make(capacity);
            List<Runner<Integer>> receivers = new ArrayList<>();
            for (int i = 0; i < WAITERS; i++) {
              receivers.add(receiver(c, i).awaitParked());
            }
            for (int i = 0; i < WAITERS; i++) {
              assertTrue(c.trySend(i), "a waiting receiver takes it at once");
            }
            for (int i = 0; i < WAITERS; i++) {
              assertEquals(i, receivers.get(i).result(), "the receiver that came at place " + i);
            }
          });
    }
  }

  @Test
  void waitingSendersAreServedInTheOrderInWhichTheyCame() throws Exception {
    for (int capacity : new int[] {0, 3}) {
      onMain(
          () -> {
            Chan<Integer> c = Chan.make(capacity);
            for (int i = 0; i < capacity; i++) {
              c.send(-capacity + i);
            }
            List<Runner<Boolean>> senders = new ArrayList<>();
            for (int i = 0; i < WAITERS; i++) {
              senders.add(sender(c, i).awaitParked());
            }
            for (int i = -capacity; i < WAITERS; i++) {
              assertEquals(i, c.recv());
            }
            for (var sender : senders) {
              assertTrue(sender.result());
            }
          });
    }
  }

  /** One that gave up leaves no gap and no ghost in the queue. */
  @Test
  void waitersThatGaveUpAreSkipped() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var first = Runner.start(c::recv).awaitParked();
          var timedOut = Runner.start(() -> c.tryRecv(Duration.ofMillis(1)));
          var second = Runner.start(c::recv).awaitParked();
          var interrupted = Runner.start(c::recv).awaitParked();
          var third = Runner.start(c::recv).awaitParked();
          assertTrue(timedOut.result().isEmpty());
          interrupted.interrupt();
          interrupted.failure(dev.goro.InterruptedOperationException.class);
          for (int i = 1; i <= 3; i++) {
            assertTrue(c.trySend(i));
          }
          assertFalse(c.trySend(4));
          assertEquals(1, first.result());
          assertEquals(2, second.result());
          assertEquals(3, third.result());
        });
  }

  @Test
  void aSenderThatGaveUpIsSkipped() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var first = Runner.start(() -> c.trySend(1, Duration.ofHours(1))).awaitParked();
          var interrupted = Runner.start(() -> c.trySend(2, Duration.ofHours(1))).awaitParked();
          var last = Runner.start(() -> c.trySend(3, Duration.ofHours(1))).awaitParked();
          interrupted.interrupt();
          interrupted.failure(dev.goro.InterruptedOperationException.class);
          assertEquals(1, c.recv());
          assertEquals(3, c.recv());
          assertTrue(c.tryRecv().isEmpty());
          assertTrue(first.result());
          assertTrue(last.result());
        });
  }
}
