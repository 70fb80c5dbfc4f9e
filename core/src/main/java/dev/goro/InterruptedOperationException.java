package dev.goro;

/**
 * The thread was interrupted while it waited in one of Goro's blocking operations, or was
 * interrupted already when it came to wait. The operation had no effect, and the thread's interrupt
 * flag stays set.
 *
 * <p>It is unchecked, so that {@code for (var v : channel)} and lambdas stay clean. Go has no
 * counterpart.
 */
public final class InterruptedOperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param operation the operation that was interrupted, such as {@code "chan receive"}
   */
  public InterruptedOperationException(String operation) {
    super("interrupted in " + operation);
  }
}
