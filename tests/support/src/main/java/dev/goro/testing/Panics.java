package dev.goro.testing;

import dev.goro.Panic;
import java.util.ArrayList;
import java.util.List;

/**
 * The panics of the running test's goroutines. {@link Goroutines#onMain} records them; a test that
 * expects some takes them, and one that leaves any fails.
 */
public final class Panics {
  private static final List<Panic> SEEN = new ArrayList<>();

  private Panics() {}

  /** Records a panic and prints its report: a test that hangs after it shows why. */
  static void record(Panic panic) {
    synchronized (SEEN) {
      SEEN.add(panic);
    }
    System.err.println(panic.report());
  }

  /**
   * The panics seen so far; they no longer fail the test.
   *
   * @return the panics, in the order in which they came
   */
  public static List<Panic> take() {
    synchronized (SEEN) {
      var taken = List.copyOf(SEEN);
      SEEN.clear();
      return taken;
    }
  }

  static void clear() {
    take();
  }

  static void failIfAny() {
    var panics = take();
    if (!panics.isEmpty()) {
      var failure =
          new AssertionError(
              panics.size() + " goroutines panicked; the first: " + panics.getFirst().cause());
      panics.forEach(p -> failure.addSuppressed(p.cause()));
      throw failure;
    }
  }
}
