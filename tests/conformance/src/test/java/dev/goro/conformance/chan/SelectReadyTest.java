package dev.goro.conformance.chan;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;

/**
 * The case that is ready runs, and no other case's action does. Go: {@code test/chan/select4.go}.
 */
class SelectReadyTest {
  @EachProcs
  void onlyTheReadyCaseActs(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> ready = Chan.make(1);
          Chan<Integer> silent = Chan.make();
          ready.send(42);
          int got = select(recv(silent, v -> fail("nobody sent here")), recv(ready, v -> v));
          assertEquals(42, got);
        });
  }
}
