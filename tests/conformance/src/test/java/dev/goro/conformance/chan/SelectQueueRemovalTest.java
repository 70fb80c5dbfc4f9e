package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Parked;

/**
 * A {@code select} that took another case leaves the queue of a channel in order, wherever it stood
 * there. Go: {@code test/chan/select6.go}.
 */
class SelectQueueRemovalTest {
  @EachProcs
  void theLastOfSeveralWaitersLeaves(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> shared = Chan.make();
          Chan<Boolean> other = Chan.make();
          var first = Parked.in(shared::recv);
          var last =
              Parked.in(
                  () -> {
                    select(
                        onRecv(shared, v -> fail("took the wrong case")), onRecv(other, v -> {}));
                    shared.recv();
                  });
          other.send(true);
          shared.send(true);
          shared.send(true);
          first.awaitEnd();
          last.awaitEnd();
        });
  }

  @EachProcs
  void theFirstAndTheMiddleOfSeveralWaitersLeave(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> shared = Chan.make();
          Chan<Boolean> wakesFirst = Chan.make();
          Chan<Boolean> wakesMiddle = Chan.make();
          var first =
              Parked.in(() -> select(onRecv(shared, v -> fail()), onRecv(wakesFirst, v -> {})));
          var second = Parked.in(shared::recv);
          var middle =
              Parked.in(() -> select(onRecv(shared, v -> fail()), onRecv(wakesMiddle, v -> {})));
          var third = Parked.in(shared::recv);
          wakesMiddle.send(true);
          middle.awaitEnd();
          wakesFirst.send(true);
          first.awaitEnd();
          shared.send(true);
          second.awaitEnd();
          third.assertWaiting();
          shared.send(true);
          third.awaitEnd();
        });
  }
}
