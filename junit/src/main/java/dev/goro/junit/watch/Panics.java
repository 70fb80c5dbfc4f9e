package dev.goro.junit.watch;

import dev.goro.Go;
import dev.goro.Panic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The panics of the running test's goroutines. A test that leaves any fails. */
public final class Panics {
  private static final List<Panic> SEEN = new ArrayList<>();
  private static final Set<Long> IGNORED = new HashSet<>();

  private Panics() {}

  /** Forgets what was, and records what comes. */
  public static void watch() {
    take();
    Go.onPanic(Panics::record);
  }

  /** Records a panic and prints its report: a test that hangs after it shows why. */
  private static void record(Panic panic) {
    synchronized (SEEN) {
      if (IGNORED.contains(panic.goroutineId())) {
        return;
      }
      SEEN.add(panic);
    }
    System.err.println(panic.report());
  }

  /** Takes no notice of the panics of goroutines that are about to be interrupted. */
  public static void ignore(Set<Long> goroutines) {
    synchronized (SEEN) {
      IGNORED.addAll(goroutines);
    }
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

  /** Fails if there were any since the last look. */
  public static void failIfAny() {
    failure()
        .ifPresent(
            f -> {
              throw f;
            });
  }

  /** Takes the panics; if there were any, the failure that tells of them. */
  public static Optional<AssertionError> failure() {
    List<Panic> panics = take();
    if (panics.isEmpty()) {
      return Optional.empty();
    }
    Panic first = panics.getFirst();
    var failure =
        new AssertionError(
            (panics.size() == 1 ? "goroutine " : panics.size() + " goroutines panicked; goroutine ")
                + first.goroutineId()
                + " panicked: "
                + first.cause(),
            first.cause());
    panics.stream().skip(1).forEach(p -> failure.addSuppressed(p.cause()));
    return Optional.of(failure);
  }
}
