package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Eventually;

/** Many goroutines in a row, and all of them end. Go: {@code test/chan/goroutines.go}. */
class GoroutineChainTest {
  private static final int LINKS = 10_000;

  @EachProcs
  void aValuePassesThroughTenThousandGoroutines(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          Chan<Integer> end = Chan.make();
          Chan<Integer> current = end;
          for (int i = 0; i < LINKS; i++) {
            Chan<Integer> left = current;
            Chan<Integer> right = Chan.make();
            go(() -> left.send(right.recv() + 1));
            current = right;
          }
          Chan<Integer> start = current;
          go(() -> start.send(0));
          assertEquals(LINKS, end.recv());
          Eventually.that("the links end", () -> Go.numGoroutine() <= before);
        });
  }
}
