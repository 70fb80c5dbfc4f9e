package dev.goro.runtime.sched;

/**
 * What {@code goexit} throws to run the finally blocks of the goroutine that it ends. Never seen by
 * a panic handler.
 */
@SuppressWarnings(
    "StaticAssignmentOfThrowable") // it has no stack and no cause, so that one is enough
final class Goexit extends Error {
  private static final long serialVersionUID = 1L;
  static final Goexit INSTANCE = new Goexit();

  private Goexit() {
    super(
        "goexit: this ends the goroutine; code that catches every Throwable must let it pass",
        null,
        false,
        false);
  }
}
