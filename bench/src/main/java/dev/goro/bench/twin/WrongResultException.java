package dev.goro.bench.twin;

/** A workload did not do its work right: whatever it measured means nothing. */
public final class WrongResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes it.
   *
   * @param message what was wrong
   */
  public WrongResultException(String message) {
    super(message);
  }

  /**
   * Compares a result with what it must be.
   *
   * @param what the result's name
   * @param expected what it must be
   * @param actual what it is
   * @throws WrongResultException if they differ
   */
  public static void check(String what, long expected, long actual) {
    if (expected != actual) {
      throw new WrongResultException(what + ": expected " + expected + ", got " + actual);
    }
  }
}
