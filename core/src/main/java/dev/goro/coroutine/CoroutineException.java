package dev.goro.coroutine;

/**
 * Says that a checked exception left the body of a coroutine; that one is the cause. Unchecked
 * exceptions and errors leave {@code resume}, {@code close} and a generator's methods as they are.
 */
public final class CoroutineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CoroutineException(Throwable cause) {
    super("the body of a coroutine threw " + cause, cause);
  }
}
