package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Chan;
import dev.goro.Received;
import dev.goro.conformance.EachProcs;

/**
 * Channels whose values say nothing: a type of one value stands for Go's empty struct, and a {@code
 * Chan<Void>} can only be closed. Go: {@code test/chan/zerosize.go}.
 */
class EmptyElementTest {
  private enum Signal {
    INSTANCE
  }

  @EachProcs
  void aTypeOfOneValueIsAnElementLikeAnyOther(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int capacity = 0; capacity < 2; capacity++) {
            Chan<Signal> signals = Chan.make(capacity);
            go(() -> signals.send(Signal.INSTANCE));
            assertEquals(new Received<>(Signal.INSTANCE, true), signals.receive());
          }
        });
  }

  @EachProcs
  void aChannelOfVoidCanBeMadeAndClosed(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int capacity = 0; capacity < 2; capacity++) {
            Chan<Void> done = Chan.make(capacity);
            assertThrows(NullPointerException.class, () -> done.send(null));
            assertThrows(NullPointerException.class, () -> done.trySend(null));
            done.close();
            assertEquals(new Received<Void>(null, false), done.receive());
          }
        });
  }
}
