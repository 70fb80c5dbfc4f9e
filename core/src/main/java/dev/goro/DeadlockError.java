package dev.goro;

/**
 * Every goroutine is asleep, and nothing can wake one any more: Go's {@code fatal error: all
 * goroutines are asleep - deadlock!}. Under the {@code goro} launcher the program prints the
 * message and ends with exit code 2; {@link Go#run} throws it.
 */
public final class DeadlockError extends Error {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param report Go's words, then every goroutine
   */
  public DeadlockError(String report) {
    super(report, null, false, false);
  }
}
