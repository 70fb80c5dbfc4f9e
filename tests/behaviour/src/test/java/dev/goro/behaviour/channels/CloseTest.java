package dev.goro.behaviour.channels;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Received;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing a channel, and the errors that Go gives. */
class CloseTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void everyFormOfSendOnAClosedChannelIsAnError() {
    for (int capacity : new int[] {0, 3}) {
      Chan<Integer> c = Chan.make(capacity);
      c.close();
      assertSendOnClosed(() -> c.send(1));
      assertSendOnClosed(() -> c.trySend(1));
      assertSendOnClosed(() -> c.trySend(1, LONG));
      assertSendOnClosed(() -> c.trySend(1, Duration.ZERO));
    }
  }

  private static void assertSendOnClosed(Runnable send) {
    var e = assertThrows(ChannelClosedException.class, send::run);
    assertEquals("send on closed channel", e.getMessage());
    assertInstanceOf(IllegalStateException.class, e);
  }

  @Test
  void aSecondCloseIsAnError() {
    Chan<Integer> c = Chan.make(1);
    c.send(1);
    c.close();
    var e = assertThrows(ChannelClosedException.class, c::close);
    assertEquals("close of closed channel", e.getMessage());
    assertEquals(1, c.recv());
  }

  @Test
  void everyFormOfReceiveFromAClosedChannelReturnsAtOnce() {
    Chan<Integer> c = Chan.make();
    c.close();
    var nothing = new Received<Integer>(null, false);
    assertEquals(nothing, c.receive());
    assertEquals(Optional.of(nothing), c.tryRecv());
    assertEquals(Optional.of(nothing), c.tryRecv(LONG));
    assertEquals(Optional.of(nothing), c.tryRecv(Duration.ZERO));
    assertEquals(0, c.stream().count());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closeWakesAllWaitingReceivers(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(2);
          var receivers = new ArrayList<Runner<Received<Integer>>>();
          for (int i = 0; i < 20; i++) {
            receivers.add(Runner.start(kind, c::receive).awaitParked());
          }
          c.close();
          for (var receiver : receivers) {
            assertEquals(new Received<Integer>(null, false), receiver.result());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closeWakesAllWaitingSendersWithAnError(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          c.send(0);
          var senders = new ArrayList<Runner<?>>();
          for (int i = 1; i <= 20; i++) {
            int value = i;
            senders.add(Runner.start(kind, () -> sendOnce(c, value)).awaitParked());
          }
          c.close();
          for (var sender : senders) {
            var e = sender.failure(ChannelClosedException.class);
            assertEquals("send on closed channel", e.getMessage());
            // The stack is the sender's, which is what helps its reader.
            assertTrue(
                Arrays.stream(e.getStackTrace())
                    .anyMatch(f -> f.getMethodName().equals("sendOnce")),
                () -> Arrays.toString(e.getStackTrace()));
          }
          assertEquals(new Received<>(0, true), c.receive());
          assertEquals(new Received<Integer>(null, false), c.receive());
        });
  }

  private static Void sendOnce(Chan<Integer> c, int value) {
    c.send(value);
    return null;
  }

  @Test
  void closeWakesTimedFormsToo() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          Chan<Integer> d = Chan.make();
          var receiver = Runner.start(() -> c.tryRecv(LONG)).awaitParked();
          var sender = Runner.start(() -> d.trySend(1, LONG)).awaitParked();
          c.close();
          d.close();
          assertEquals(Optional.of(new Received<Integer>(null, false)), receiver.result());
          assertEquals(
              "send on closed channel", sender.failure(ChannelClosedException.class).getMessage());
        });
  }

  @Test
  void closeWakesTenThousand() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          List<Runner<Integer>> receivers = new ArrayList<>();
          for (int i = 0; i < 10_000; i++) {
            receivers.add(Runner.start(c::recv));
          }
          receivers.forEach(Runner::awaitParked);
          c.close();
          for (var receiver : receivers) {
            assertEquals(null, receiver.result());
          }
        });
  }

  @Test
  void whatWasWrittenBeforeACloseIsSeenAfterIt() throws Exception {
    onMain(
        () -> {
          for (int i = 1; i <= 500; i++) {
            Chan<Integer> c = Chan.make();
            int[] box = new int[1];
            var reader =
                Runner.start(
                    () -> {
                      c.recv();
                      return box[0];
                    });
            box[0] = i;
            c.close();
            assertEquals(i, reader.result());
          }
        });
  }
}
