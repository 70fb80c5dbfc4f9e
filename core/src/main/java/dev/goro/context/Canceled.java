package dev.goro.context;

import org.jspecify.annotations.Nullable;

/** The context was canceled: Go's {@code context.Canceled}. */
public final class Canceled extends ContextException {
  private static final long serialVersionUID = 1L;
  private static final String MESSAGE = "context canceled";

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack and no cause: one is enough
  static final Canceled SHARED = new Canceled(null, false);

  /** Makes the exception. */
  public Canceled() {
    this(null);
  }

  /**
   * Makes the exception.
   *
   * @param cause why it was canceled; {@code null} if that is not known
   */
  public Canceled(@Nullable Throwable cause) {
    this(cause, true);
  }

  private Canceled(@Nullable Throwable cause, boolean stack) {
    super(MESSAGE, cause, stack);
  }
}
