package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.Once;
import org.junit.jupiter.api.Test;

/** A thing that is done once. Go: {@code src/sync/once_test.go}. */
class OnceTest {
  @EachProcs
  void eachCallReturnsAfterTheOneThatDid(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < 100; round++) {
            var once = new Once();
            int[] count = new int[1];
            Chan<Integer> seen = Chan.make();
            for (int i = 0; i < 10; i++) {
              go(
                  () -> {
                    once.run(() -> count[0]++);
                    seen.send(count[0]);
                  });
            }
            for (int i = 0; i < 10; i++) {
              assertEquals(1, seen.recv());
            }
          }
        });
  }

  @Test
  void whatThrowsHasBeenDone() {
    var once = new Once();
    assertThrows(
        IllegalStateException.class,
        () ->
            once.run(
                () -> {
                  throw new IllegalStateException("failed");
                }));
    once.run(
        () -> {
          throw new AssertionError("called twice");
        });
  }
}
