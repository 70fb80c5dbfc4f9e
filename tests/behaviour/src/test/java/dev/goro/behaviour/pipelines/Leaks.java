package dev.goro.behaviour.pipelines;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.testing.Eventually;
import dev.goro.testing.Goroutines;

/** Runs a test's body and expects that no goroutine is left after it. */
final class Leaks {
  private Leaks() {}

  /** On main, which is one goroutine; what has nothing more to do may still be about to end. */
  static void none(Task body) throws Exception {
    Goroutines.onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          body.run();
          Eventually.that(
              "no goroutine of the body is left, but there are\n" + Go.dump(),
              () -> Go.numGoroutine() <= before);
        });
  }
}
