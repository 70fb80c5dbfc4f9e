package dev.goro.context;

import org.jspecify.annotations.Nullable;

/**
 * A context that can be canceled: what Go's {@code WithCancel}, {@code WithCancelCause}, {@code
 * WithTimeout} and {@code WithDeadline} give, with the {@code cancel} function as a method.
 *
 * <p>It must be canceled or closed when the work is over, best by {@code try}: until then its
 * parent, and its timer if it has one, keep it.
 */
public sealed interface CancelContext extends Context, AutoCloseable permits CancelNode {
  /**
   * Cancels it and all contexts made from it; does nothing if it has ended already. Does not wait
   * for the work to stop.
   *
   * <p>Memory effects: what happened before the first cancel is visible to those who see the end of
   * the context by {@link #done} or {@link #err}.
   */
  void cancel();

  /**
   * Cancels it and says why; does nothing if it has ended already. The cause is that of all
   * contexts made from it which have not ended yet.
   *
   * @param cause what {@link #cause} gives from now on; {@code null} for {@link Canceled}
   */
  void cancel(@Nullable Throwable cause);

  /** Cancels it: the same as {@link #cancel()}. */
  @Override
  void close();
}
