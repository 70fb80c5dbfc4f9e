package dev.goro.conformance.chan;

import static dev.goro.Select.otherwise;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Received;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Parked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A closed channel gives what it holds and then reports its end for ever; a send and a second close
 * fail. By methods, by a small select and by a larger one. Go: {@code test/closedchan.go}.
 */
class ClosedChannelTest {
  private static final Received<Integer> END = new Received<>(null, false);

  /** The ways to use a channel. */
  private enum Way {
    METHODS {
      @Override
      void send(Chan<Integer> c, int v) {
        c.send(v);
      }

      @Override
      boolean trySend(Chan<Integer> c, int v) {
        return c.trySend(v);
      }

      @Override
      Integer recv(Chan<Integer> c) {
        return c.recv();
      }

      @Override
      Received<Integer> receive(Chan<Integer> c) {
        return c.receive();
      }

      @Override
      Optional<Received<Integer>> tryReceive(Chan<Integer> c) {
        return c.tryRecv();
      }
    },

    SELECT {
      @Override
      void send(Chan<Integer> c, int v) {
        select(dev.goro.Select.send(c, v));
      }

      @Override
      boolean trySend(Chan<Integer> c, int v) {
        return select(otherwise(() -> false), dev.goro.Select.send(c, v, () -> true));
      }

      @Override
      Integer recv(Chan<Integer> c) {
        return select(dev.goro.Select.recv(c, v -> v));
      }

      @Override
      Received<Integer> receive(Chan<Integer> c) {
        return select(dev.goro.Select.recv(c, (v, ok) -> new Received<>(v, ok)));
      }

      @Override
      Optional<Received<Integer>> tryReceive(Chan<Integer> c) {
        return select(
            otherwise(Optional::empty),
            dev.goro.Select.recv(c, (v, ok) -> Optional.of(new Received<>(v, ok))));
      }
    },

    LARGER_SELECT {
      private final Chan<Integer> silent = Chan.make();

      @Override
      void send(Chan<Integer> c, int v) {
        select(dev.goro.Select.send(c, v), dev.goro.Select.recv(silent));
      }

      @Override
      boolean trySend(Chan<Integer> c, int v) {
        return select(
            otherwise(() -> false),
            dev.goro.Select.recv(silent, x -> fail()),
            dev.goro.Select.send(c, v, () -> true));
      }

      @Override
      Integer recv(Chan<Integer> c) {
        return select(dev.goro.Select.recv(silent, v -> v), dev.goro.Select.recv(c, v -> v));
      }

      @Override
      Received<Integer> receive(Chan<Integer> c) {
        return select(
            dev.goro.Select.recv(silent, x -> fail()),
            dev.goro.Select.recv(c, (v, ok) -> new Received<>(v, ok)));
      }

      @Override
      Optional<Received<Integer>> tryReceive(Chan<Integer> c) {
        return select(
            dev.goro.Select.recv(silent, x -> fail()),
            otherwise(Optional::empty),
            dev.goro.Select.recv(c, (v, ok) -> Optional.of(new Received<>(v, ok))));
      }
    };

    abstract void send(Chan<Integer> c, int v);

    abstract boolean trySend(Chan<Integer> c, int v);

    abstract Integer recv(Chan<Integer> c);

    abstract Received<Integer> receive(Chan<Integer> c);

    abstract Optional<Received<Integer>> tryReceive(Chan<Integer> c);
  }

  @ParameterizedTest
  @EnumSource
  void anUnbufferedChannelThatIsClosed(Way way) throws Exception {
    onMain(
        () -> {
          Chan<Integer> channel = Chan.make();
          channel.close();
          isAtItsEnd(way, channel);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aBufferedChannelThatIsClosedGivesWhatItHoldsFirst(Way way) throws Exception {
    onMain(
        () -> {
          List<Consumer<Chan<Integer>>> firstReceives =
              List.of(
                  c -> assertEquals(1, way.recv(c)),
                  c -> assertEquals(new Received<>(1, true), way.receive(c)),
                  c -> assertEquals(Optional.of(new Received<>(1, true)), way.tryReceive(c)));
          for (var first : firstReceives) {
            Chan<Integer> channel = Chan.make(2);
            assertTrue(way.trySend(channel, 1));
            channel.close();
            first.accept(channel);
            isAtItsEnd(way, channel);
          }
        });
  }

  private static void isAtItsEnd(Way way, Chan<Integer> channel) {
    for (int i = 0; i < 3; i++) {
      assertNull(way.recv(channel));
      assertEquals(END, way.receive(channel));
      assertEquals(Optional.of(END), way.tryReceive(channel));
    }
    assertThrows(ChannelClosedException.class, () -> way.trySend(channel, 1));
    assertNull(way.recv(channel), "what could not be sent is not there");
    assertThrows(ChannelClosedException.class, () -> way.send(channel, 2));
    assertNull(way.recv(channel), "what could not be sent is not there");
  }

  @EachProcs
  void aSecondCloseFails(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> channel = Chan.make();
          channel.close();
          var thrown = assertThrows(ChannelClosedException.class, channel::close);
          assertEquals("close of closed channel", thrown.getMessage());
          thrown = assertThrows(ChannelClosedException.class, () -> channel.send(1));
          assertEquals("send on closed channel", thrown.getMessage());
        });
  }

  /** The Go file says that it does not check this; here it is checked. */
  @EachProcs
  void aCloseWakesAllReceiversThatWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> channel = Chan.make();
          List<Parked> receivers = new ArrayList<>();
          for (Way way : Way.values()) {
            receivers.add(Parked.in(() -> assertEquals(END, way.receive(channel))));
            receivers.add(Parked.in(() -> assertNull(way.recv(channel))));
          }
          channel.close();
          for (Parked receiver : receivers) {
            receiver.awaitEnd();
          }
        });
  }

  /** The Go file says that it does not check this; here it is checked. */
  @EachProcs
  void aCloseFailsAllSendersThatWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> channel = Chan.make(1);
          channel.send(0);
          List<Parked> senders = new ArrayList<>();
          for (Way way : Way.values()) {
            senders.add(Parked.in(() -> way.send(channel, 1)));
            senders.add(Parked.in(() -> way.send(channel, 2)));
          }
          channel.close();
          for (Parked sender : senders) {
            assertThrows(ChannelClosedException.class, sender::awaitEnd);
          }
          assertEquals(0, channel.recv(), "what was in the buffer stays");
          assertEquals(END, channel.receive(), "what waited to be sent is gone");
        });
  }
}
