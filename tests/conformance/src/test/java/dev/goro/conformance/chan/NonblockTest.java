package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Eventually;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Operations that do not wait meet ones that do, on buffered and unbuffered channels of several
 * types. Go: {@code test/chan/nonblock.go}.
 */
class NonblockTest {
  @EachProcs
  void selectWithOtherwiseMeetsAWaitingPartner(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int capacity = 0; capacity < 2; capacity++) {
            throughSelect(capacity, 123, 234);
            throughSelect(capacity, 123_456_789_012L, 234_567_890_123L);
            throughSelect(capacity, true, false);
            throughSelect(capacity, "there", "and back");
            throughSelect(capacity, List.of(1, 2), List.of());
          }
        });
  }

  @EachProcs
  void tryOperationsMeetAWaitingPartner(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int capacity = 0; capacity < 2; capacity++) {
            throughTry(capacity, 123, 234);
            throughTry(capacity, 123_456_789_012L, 234_567_890_123L);
            throughTry(capacity, true, false);
            throughTry(capacity, "there", "and back");
            throughTry(capacity, List.of(1, 2), List.of());
          }
        });
  }

  private static <T> void throughSelect(int capacity, T there, T back) {
    Chan<T> channel = Chan.make(capacity);
    Chan<Boolean> strobe = Chan.make();
    assertNull(select(recv(channel, v -> v), otherwise(() -> null)), "nothing was sent yet");

    go(() -> checkReceived(channel, there, strobe));
    Eventually.that(
        "the receiver takes the value",
        () -> {
          Go.gosched();
          return select(send(channel, there, () -> true), otherwise(() -> false));
        });
    strobe.recv();

    go(() -> sendAndTell(channel, back, strobe));
    if (capacity > 0) {
      strobe.recv();
    }
    var got = new AtomicReference<T>();
    Eventually.that(
        "the sender's value comes",
        () -> {
          Go.gosched();
          got.set(select(recv(channel, v -> v), otherwise(() -> null)));
          return got.get() != null;
        });
    assertEquals(back, got.get());
    if (capacity == 0) {
      strobe.recv();
    }
  }

  private static <T> void throughTry(int capacity, T there, T back) {
    Chan<T> channel = Chan.make(capacity);
    Chan<Boolean> strobe = Chan.make();
    assertTrue(channel.tryRecv().isEmpty(), "nothing was sent yet");

    go(() -> checkReceived(channel, there, strobe));
    Eventually.that(
        "the receiver takes the value",
        () -> {
          Go.gosched();
          return channel.trySend(there);
        });
    strobe.recv();

    go(() -> sendAndTell(channel, back, strobe));
    if (capacity > 0) {
      strobe.recv();
    }
    var got = new AtomicReference<T>();
    Eventually.that(
        "the sender's value comes",
        () -> {
          Go.gosched();
          channel.tryRecv().ifPresent(r -> got.set(r.value()));
          return got.get() != null;
        });
    assertEquals(back, got.get());
    if (capacity == 0) {
      strobe.recv();
    }
  }

  private static <T> void checkReceived(Chan<T> channel, T expected, Chan<Boolean> strobe) {
    assertEquals(expected, channel.recv());
    strobe.send(true);
  }

  private static <T> void sendAndTell(Chan<T> channel, T value, Chan<Boolean> strobe) {
    channel.send(value);
    strobe.send(true);
  }
}
