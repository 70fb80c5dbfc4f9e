package dev.goro.junit;

import dev.goro.Go;
import dev.goro.junit.watch.Panics;
import dev.goro.runtime.testing.Probe;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks for the goroutines that a test has left over, and ends them. */
final class Leaks {
  /** How long a goroutine that is about to end may take to do so. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  /** Those that no interrupt ended must not fail the class, and what is around it, once more. */
  private static final Set<Long> TOLD = ConcurrentHashMap.newKeySet();

  private Leaks() {}

  /**
   * Interrupts the goroutines that were not there before, so that the next test does not meet them.
   *
   * @param before the goroutines before the test
   * @param hasFailed whether the test has failed anyway: then what it leaves is no news
   * @return the failure, if there were any
   */
  static Optional<AssertionError> end(Set<Long> before, boolean hasFailed)
      throws InterruptedException {
    Set<Long> left = hasFailed ? since(before) : awaitEnd(before);
    if (left.isEmpty()) {
      return Optional.empty();
    }
    String dump = Probe.dump(left);
    TOLD.addAll(left);
    Panics.ignore(left);
    Probe.interrupt(left);
    awaitEndOf(left);
    return hasFailed || dump.isEmpty() ? Optional.empty() : Optional.of(failure(left, dump));
  }

  private static AssertionError failure(Set<Long> left, String dump) {
    return new AssertionError(
        (left.size() == 1 ? "1 goroutine is" : left.size() + " goroutines are")
            + " left over: let them end before the test does (close their channel, cancel their"
            + " context, wait for them), or allow it by @OnGoroutine(mayLeak = true)\n\n"
            + dump);
  }

  private static Set<Long> since(Set<Long> before) {
    return since(before, Probe.alive());
  }

  private static Set<Long> since(Set<Long> before, Set<Long> alive) {
    Set<Long> left = new HashSet<>(alive);
    left.removeAll(before);
    left.removeAll(TOLD);
    return left;
  }

  /** Waits for the end of goroutines that were interrupted, no longer than the grace. */
  private static void awaitEndOf(Set<Long> interrupted) throws InterruptedException {
    long start = System.nanoTime();
    while (!Collections.disjoint(Probe.alive(), interrupted)
        && System.nanoTime() - start < GRACE.toNanos()) {
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** The goroutines that are left after the grace; empty as soon as there are none. */
  private static Set<Long> awaitEnd(Set<Long> before) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Set<Long> alive = Probe.alive();
      Set<Long> left = since(before, alive);
      // Counted are those too that just now are in no queue and on no M.
      boolean none = left.isEmpty() && Go.numGoroutine() <= alive.size();
      if (none || System.nanoTime() - start > GRACE.toNanos()) {
        return left;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }
}
