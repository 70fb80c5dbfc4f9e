package dev.goro.behaviour.channels;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel joins any two threads: goroutines, platform threads and other virtual threads. */
class ThreadsTest {
  @ParameterizedTest
  @CsvSource({
    "GOROUTINE, PLATFORM_THREAD",
    "PLATFORM_THREAD, GOROUTINE",
    "PLATFORM_THREAD, PLATFORM_THREAD",
    "VIRTUAL_THREAD, GOROUTINE",
    "VIRTUAL_THREAD, PLATFORM_THREAD",
    "VIRTUAL_THREAD, VIRTUAL_THREAD"
  })
  void pingPong(Kind one, Kind other) throws Exception {
    Chan<Integer> ping = Chan.make();
    Chan<Integer> pong = Chan.make();
    int rounds = 1_000;
    var echo =
        Runner.start(
            other,
            () -> {
              int n = 0;
              for (int v : ping) {
                pong.send(v);
                n++;
              }
              return n;
            });
    var caller =
        Runner.start(
            one,
            () -> {
              for (int i = 0; i < rounds; i++) {
                ping.send(i);
                assertEquals(i, pong.recv());
              }
              ping.close();
              return true;
            });
    assertTrue(caller.result());
    assertEquals(rounds, echo.result());
  }

  /**
   * Threads of all kinds on both sides of one channel: each value arrives once, each sender's in
   * its order.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  void manySendersAndReceiversOfAllKinds(int capacity) throws Exception {
    int senders = 9;
    int perSender = 500;
    Chan<int[]> c = Chan.make(capacity);
    var sending = new ArrayList<Runner<Void>>();
    var receiving = new ArrayList<Runner<List<int[]>>>();
    for (int i = 0; i < senders; i++) {
      int sender = i;
      Kind kind = Kind.values()[i % 3];
      receiving.add(Runner.start(kind, () -> c.stream().toList()));
      sending.add(
          Runner.start(
              kind,
              () -> {
                for (int n = 0; n < perSender; n++) {
                  c.send(new int[] {sender, n});
                }
                return null;
              }));
    }
    sending.forEach(Runner::result);
    c.close();
    var seen = new boolean[senders][perSender];
    for (var receiver : receiving) {
      var last = new int[senders];
      for (int[] value : receiver.result()) {
        assertTrue(value[1] >= last[value[0]], "one sender's values are in order");
        last[value[0]] = value[1];
        assertTrue(!seen[value[0]][value[1]], "no value comes twice");
        seen[value[0]][value[1]] = true;
      }
    }
    for (boolean[] ofSender : seen) {
      for (boolean value : ofSender) {
        assertTrue(value, "no value is lost");
      }
    }
  }

  @Test
  void aPlatformThreadThatWaitsIsWokenByAGoroutine() throws Exception {
    Chan<Integer> c = Chan.make();
    var receiver = Runner.start(Kind.PLATFORM_THREAD, c::recv).awaitParked();
    onMain(() -> c.send(5));
    assertEquals(5, receiver.result());
  }

  /** A wake-up of somebody else's, by {@code LockSupport}, does not end a wait. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.EnumSource(Kind.class)
  void aStrayUnparkDoesNotEndAWait(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var receiver = Runner.start(kind, c::recv).awaitParked();
          for (int i = 0; i < 20; i++) {
            java.util.concurrent.locks.LockSupport.unpark(receiver.thread());
            dev.goro.Go.gosched();
          }
          assertTrue(!receiver.hasEnded());
          receiver.awaitParked();
          c.send(1);
          assertEquals(1, receiver.result());
        });
  }
}
