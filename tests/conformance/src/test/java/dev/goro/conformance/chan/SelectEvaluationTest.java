package dev.goro.conformance.chan;

import static dev.goro.Select.otherwise;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.SendChan;
import dev.goro.conformance.EachProcs;

/**
 * Each case's value is computed each time, taken or not, and a channel that is gone is never ready.
 * Go: {@code test/chan/select.go}.
 */
class SelectEvaluationTest {
  @EachProcs
  void valuesAreComputedForEveryCaseAndNullChannelsAreSkipped(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var offer = new Offer();
          Chan<Integer> a = Chan.make(1);
          Chan<Integer> b = Chan.make(1);
          assertEquals(2, offer.toEachOnce(a, b));
          assertEquals(0b11, a.recv() | b.recv());
          assertEquals(1, offer.toEachOnce(a, null));
          // Two values for each of 2 + 1 sends and for each of the two rounds that end in
          // otherwise.
          assertEquals(10, offer.computed);
        });
  }

  private static final class Offer {
    int computed;
    int shift;

    int next() {
      computed++;
      return 1 << shift;
    }

    int toEachOnce(SendChan<Integer> first, SendChan<Integer> second) {
      SendChan<Integer> a = first;
      SendChan<Integer> b = second;
      for (int sent = 0; ; sent++, shift++) {
        switch (select(
            send(a, next(), () -> 'a'), send(b, next(), () -> 'b'), otherwise(() -> '-'))) {
          case 'a' -> a = null;
          case 'b' -> b = null;
          default -> {
            return sent;
          }
        }
      }
    }
  }
}
