package dev.goro.testing;

import dev.goro.Panic;
import java.util.List;

/**
 * The panics of the running test's goroutines, which goro-junit records; a test that expects some
 * takes them, and one that leaves any fails.
 */
public final class Panics {
  private Panics() {}

  /**
   * The panics seen so far; they no longer fail the test.
   *
   * @return the panics, in the order in which they came
   */
  public static List<Panic> take() {
    return dev.goro.junit.watch.Panics.take();
  }
}
