package dev.goro.behaviour.channels;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Received;
import dev.goro.Select;
import dev.goro.behaviour.OneProc;
import dev.goro.behaviour.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, sending, receiving, length and capacity, and the forms that do not wait. */
class ChannelTest {
  @Test
  void anUnbufferedChannelHasNoCapacity() {
    assertEquals(0, Chan.make().cap());
    assertEquals(0, Chan.make(0).cap());
    assertEquals(0, Chan.make().len());
  }

  @Test
  void aBufferedChannelHasTheCapacityGiven() {
    assertEquals(1, Chan.make(1).cap());
    assertEquals(1_000, Chan.make(1_000).cap());
    assertEquals(0, Chan.make(1_000).len());
  }

  @Test
  void aNegativeCapacityIsRefused() {
    for (int capacity : new int[] {-1, Integer.MIN_VALUE}) {
      var e = assertThrows(IllegalArgumentException.class, () -> Chan.make(capacity));
      assertTrue(e.getMessage().contains(Integer.toString(capacity)), e::getMessage);
    }
  }

  @Test
  void lenCountsWhatTheBufferHolds() {
    Chan<Integer> c = Chan.make(3);
    for (int i = 1; i <= 3; i++) {
      c.send(i);
      assertEquals(i, c.len());
    }
    for (int i = 3; i >= 1; i--) {
      assertEquals(i, c.len());
      c.recv();
    }
    assertEquals(0, c.len());
    assertEquals(3, c.cap());
  }

  @Test
  void aWaitingSenderDoesNotCountInLen() {
    Chan<Integer> buffered = Chan.make(1);
    buffered.send(1);
    Chan<Integer> unbuffered = Chan.make();
    var first = sender(buffered, 2).awaitParked();
    var second = sender(unbuffered, 2).awaitParked();
    assertEquals(1, buffered.len());
    assertEquals(0, unbuffered.len());
    buffered.recv();
    unbuffered.recv();
    first.result();
    second.result();
    assertEquals(2, buffered.recv());
  }

  @Test
  void anUnbufferedSendWaitsForItsReceiver() throws Exception {
    onMain(
        () -> {
          Chan<String> c = Chan.make();
          var sender = sender(c, "ping").awaitParked();
          assertFalse(sender.hasEnded());
          assertEquals("ping", c.recv());
          sender.result();
        });
  }

  @Test
  void aReceiveWaitsForItsSender() throws Exception {
    onMain(
        () -> {
          Chan<String> c = Chan.make();
          var receiver = Runner.start(c::recv).awaitParked();
          c.send("pong");
          assertEquals("pong", receiver.result());
        });
  }

  @Test
  void aBufferedSendWaitsOnlyWhenTheBufferIsFull() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(2);
          c.send(1);
          c.send(2);
          var sender = sender(c, 3).awaitParked();
          assertEquals(1, c.recv());
          sender.result();
          assertEquals(2, c.len());
          assertEquals(2, c.recv());
          assertEquals(3, c.recv());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 128})
  void valuesComeInTheOrderInWhichOneSenderSentThem(int capacity) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(capacity);
          go(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  c.send(i);
                }
                c.close();
              });
          int expected = 0;
          for (int v : c) {
            assertEquals(expected++, v);
          }
          assertEquals(10_000, expected);
        });
  }

  @Test
  void theVeryObjectArrives() {
    Chan<Object> c = Chan.make(2);
    var sent = new Object();
    var array = new int[] {1};
    c.send(sent);
    c.send(array);
    assertSame(sent, c.recv());
    assertSame(array, c.recv());
  }

  @Test
  void receiveTellsThatAValueWasSent() {
    Chan<String> c = Chan.make(1);
    c.send("v");
    assertEquals(new Received<>("v", true), c.receive());
    c.close();
    assertEquals(new Received<String>(null, false), c.receive());
  }

  @Test
  void aClosedChannelGivesItsBufferAndThenNull() {
    Chan<Integer> c = Chan.make(3);
    c.send(1);
    c.send(2);
    c.close();
    assertEquals(2, c.len());
    assertEquals(1, c.recv());
    assertEquals(new Received<>(2, true), c.receive());
    assertNull(c.recv());
    assertNull(c.recv());
    assertEquals(0, c.len());
    assertEquals(3, c.cap());
  }

  @Test
  void nullIsRefusedByEveryFormOfSend() {
    Chan<String> roomy = Chan.make(4);
    Chan<String> full = Chan.make();
    Chan<String> closed = Chan.make(1);
    closed.close();
    for (var c : List.of(roomy, full, closed)) {
      assertRefused(() -> c.send(null));
      assertRefused(() -> c.trySend(null));
      assertRefused(() -> c.trySend(null, Duration.ofSeconds(1)));
      assertRefused(() -> Select.select(Select.send(c, null), Select.otherwise()));
      assertRefused(() -> Select.select(Select.send(c, null, () -> "sent")));
    }
    assertEquals(0, roomy.len());
  }

  private static void assertRefused(Runnable send) {
    var e = assertThrows(NullPointerException.class, send::run);
    assertTrue(e.getMessage() != null && e.getMessage().contains("null"), e::toString);
  }

  @Test
  void trySendDoesNotWait() throws Exception {
    onMain(
        () -> {
          Chan<Integer> unbuffered = Chan.make();
          assertFalse(unbuffered.trySend(1));
          var receiver = Runner.start(unbuffered::recv).awaitParked();
          assertTrue(unbuffered.trySend(2));
          assertFalse(unbuffered.trySend(3));
          assertEquals(2, receiver.result());

          Chan<Integer> buffered = Chan.make(2);
          assertTrue(buffered.trySend(1));
          assertTrue(buffered.trySend(2));
          assertFalse(buffered.trySend(3));
          assertEquals(1, buffered.recv());
          assertTrue(buffered.trySend(4));
          assertEquals(2, buffered.recv());
          assertEquals(4, buffered.recv());
        });
  }

  @Test
  void tryRecvDoesNotWait() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          assertEquals(Optional.empty(), c.tryRecv());
          c.send(1);
          assertEquals(Optional.of(new Received<>(1, true)), c.tryRecv());
          assertEquals(Optional.empty(), c.tryRecv());

          Chan<Integer> unbuffered = Chan.make();
          assertEquals(Optional.empty(), unbuffered.tryRecv());
          var sender = sender(unbuffered, 2).awaitParked();
          assertEquals(Optional.of(new Received<>(2, true)), unbuffered.tryRecv());
          assertEquals(Optional.empty(), unbuffered.tryRecv());
          sender.result();

          c.close();
          assertEquals(Optional.of(new Received<>(null, false)), c.tryRecv());
        });
  }

  /**
   * The receiver is readied but cannot run at GOMAXPROCS=1: the value is not in the buffer
   * meanwhile.
   */
  @Test
  void aValueIsHandedToAWaitingReceiverPastTheBuffer() throws Exception {
    OneProc.onMain(
        () -> {
          Chan<String> c = Chan.make(4);
          var receiver = Runner.start(c::recv).awaitParked();
          c.send("for the one that waits");
          int len = c.len();
          var stolen = c.tryRecv();
          assertEquals(0, len);
          assertEquals(Optional.empty(), stolen);
          assertEquals("for the one that waits", receiver.result());
        });
  }

  /**
   * A receive from a full buffer takes the waiting sender's value in at once: nobody can come in
   * between.
   */
  @Test
  void aWaitingSendersValueTakesTheRoomAtOnce() throws Exception {
    OneProc.onMain(
        () -> {
          Chan<Integer> c = Chan.make(2);
          c.send(1);
          c.send(2);
          var sender = sender(c, 3).awaitParked();
          int first = c.recv();
          int len = c.len();
          boolean barged = c.trySend(99);
          assertEquals(1, first);
          assertEquals(2, len);
          assertFalse(barged);
          assertEquals(2, c.recv());
          assertEquals(3, c.recv());
          sender.result();
        });
  }

  @Test
  void whatWasWrittenBeforeASendIsSeenAfterTheReceive() throws Exception {
    onMain(
        () -> {
          Chan<int[]> c = Chan.make();
          Chan<Boolean> seen = Chan.make();
          go(
              () -> {
                for (int[] box : c) {
                  seen.send(IntStream.of(box).allMatch(v -> v == box.length));
                }
              });
          for (int n = 1; n <= 2_000; n++) {
            int[] box = new int[n % 50 + 1];
            java.util.Arrays.fill(box, box.length);
            c.send(box);
            assertTrue(seen.recv());
          }
          c.close();
        });
  }

  @Test
  void aChannelCanCarryChannels() throws Exception {
    onMain(
        () -> {
          Chan<Chan<String>> requests = Chan.make();
          go(
              () -> {
                for (var reply : requests) {
                  reply.send("served");
                }
              });
          Chan<String> reply = Chan.make();
          requests.send(reply);
          assertEquals("served", reply.recv());
          requests.close();
        });
  }

  /**
   * A ring that is longer than its buffer's wrap-around, with a fill level that changes all the
   * time.
   */
  @Test
  void theBufferWrapsAround() {
    Chan<Integer> c = Chan.make(5);
    int sent = 0;
    int received = 0;
    for (int round = 0; round < 1_000; round++) {
      int burst = round % 5 + 1;
      for (int i = 0; i < burst && c.trySend(sent); i++) {
        sent++;
      }
      for (int i = 0; i < (round * 7) % 6 && c.len() > 0; i++) {
        assertEquals(received++, c.recv());
      }
    }
    while (c.len() > 0) {
      assertEquals(received++, c.recv());
    }
    assertEquals(sent, received);
  }

  /** What was received is not held by the channel. */
  @Test
  void aReceivedValueCanBeCollected() {
    Chan<Object> c = Chan.make(8);
    c.send(new byte[16]);
    var reference = new java.lang.ref.WeakReference<>(c.recv());
    dev.goro.testing.Eventually.that(
        "the value is collected",
        () -> {
          System.gc();
          return reference.get() == null;
        });
    assertEquals(8, c.cap());
  }

  private static <T> Runner<Void> sender(Chan<T> c, T value) {
    return Runner.start(
        () -> {
          c.send(value);
          return null;
        });
  }
}
