package dev.goro.behaviour.select;

import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.junit.OnGoroutine;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt ends a waiting {@code select}: no case was taken, and the flag stays set. */
@OnGoroutine
class InterruptTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWaitingSelect(Kind kind) throws Exception {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make();
    var selecting =
        Runner.start(kind, () -> select(recv(a), send(b, 1), after(HOUR))).awaitParked();
    selecting.interrupt();
    var e = selecting.failure(InterruptedOperationException.class);
    assertTrue(e.getMessage().contains("select"), e::getMessage);
    assertTrue(selecting.interruptFlag());
    assertFalse(a.trySend(1), "nobody waits to receive");
    assertEquals(Optional.empty(), b.tryRecv(), "nobody waits to send");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aSelectThatWouldHaveToWait(Kind kind) throws Exception {
    Chan<Integer> a = Chan.make();
    var selecting =
        Runner.start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              return select(recv(a), after(HOUR));
            });
    selecting.failure(InterruptedOperationException.class);
    assertTrue(selecting.interruptFlag());
    assertFalse(a.trySend(1));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aSelectThatNeedNotWait(Kind kind) throws Exception {
    Chan<Integer> a = Chan.make(1);
    a.send(5);
    var selecting =
        Runner.start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              int got = select(recv(a, v -> v), after(HOUR, () -> -1));
              int none = select(recv(a, v -> v), otherwise(() -> 100));
              return got + none;
            });
    assertEquals(105, selecting.result());
    assertTrue(selecting.interruptFlag());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAPartner(Kind kind) throws Exception {
    for (int i = 0; i < 500; i++) {
      Chan<Integer> a = Chan.make();
      Chan<Integer> b = Chan.make();
      int value = i;
      var selecting = Runner.start(kind, () -> select(recv(a, v -> v), recv(b, v -> v)));
      if (i % 2 == 0) {
        selecting.awaitParked();
      } else {
        selecting.thread();
      }
      var interrupter =
          Runner.start(
              () -> {
                selecting.interrupt();
                return null;
              });
      boolean sent = (i % 4 < 2 ? a : b).trySend(value);
      interrupter.result();
      if (sent) {
        assertEquals(value, selecting.result());
      } else {
        selecting.failure(InterruptedOperationException.class);
      }
    }
  }
}
