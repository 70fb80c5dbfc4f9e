package dev.goro.coroutine;

/**
 * What a yield throws in a coroutine that is being closed, so that its finally blocks run. It never
 * leaves the coroutine.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack and no cause, so one is enough
final class Closing extends Error {
  private static final long serialVersionUID = 1L;
  static final Closing INSTANCE = new Closing();

  private Closing() {
    super(
        "this coroutine is being closed; code that catches every Throwable must let this pass",
        null,
        false,
        false);
  }
}
