package dev.goro.testing;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Waits for what must come true sooner or later. It looks again and again, until a limit so
 * generous that only a hang reaches it, and so needs no guess of how long a thing takes.
 */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long POLL_NANOS = 500_000;
  private static final int SETTLED_LOOKS = 100;

  private Eventually() {}

  /**
   * Waits until the condition holds.
   *
   * @param what the condition in words, for the failure
   * @param condition the condition
   */
  public static void that(String what, BooleanSupplier condition) {
    that(what, LIMIT, condition);
  }

  /**
   * Waits until the condition holds, no longer than the limit.
   *
   * @param what the condition in words, for the failure
   * @param limit the limit
   * @param condition the condition
   */
  public static void that(String what, Duration limit, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted before it came true: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Waits until the supplier gives the expected value.
   *
   * @param what what the value is, for the failure
   * @param expected the value to wait for
   * @param actual gives the value
   */
  public static void equal(String what, Object expected, Supplier<?> actual) {
    long start = System.nanoTime();
    for (Object seen = actual.get(); !Objects.equals(expected, seen); seen = actual.get()) {
      if (System.nanoTime() - start > LIMIT.toNanos() || Thread.currentThread().isInterrupted()) {
        throw new AssertionError(what + " should become " + expected + ", but is " + seen);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * A number once it has stayed the same for a moment: the goroutines, say, when those of earlier
   * tests have ended.
   *
   * @param actual gives the number
   * @return the number
   */
  public static int settled(IntSupplier actual) {
    int seen = actual.getAsInt();
    for (int same = 0; same < SETTLED_LOOKS; ) {
      LockSupport.parkNanos(POLL_NANOS);
      int now = actual.getAsInt();
      same = now == seen ? same + 1 : 0;
      seen = now;
    }
    return seen;
  }

  /**
   * Waits until a number is no more than a limit: as many goroutines are left as there were before,
   * of which some of an earlier test's may have ended meanwhile.
   *
   * @param what what the number is, for the failure
   * @param limit the limit
   * @param actual gives the number
   */
  public static void atMost(String what, int limit, IntSupplier actual) {
    int seen = actual.getAsInt();
    for (long start = System.nanoTime(); seen > limit; seen = actual.getAsInt()) {
      if (System.nanoTime() - start > LIMIT.toNanos() || Thread.currentThread().isInterrupted()) {
        throw new AssertionError(what + " should become at most " + limit + ", but is " + seen);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
