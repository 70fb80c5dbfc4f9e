package dev.goro.context;

import org.jspecify.annotations.Nullable;

/** The context's deadline has passed: Go's {@code context.DeadlineExceeded}. */
public final class DeadlineExceeded extends ContextException {
  private static final long serialVersionUID = 1L;
  private static final String MESSAGE = "context deadline exceeded";

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack and no cause: one is enough
  static final DeadlineExceeded SHARED = new DeadlineExceeded(null, false);

  /** Makes the exception. */
  public DeadlineExceeded() {
    this(null);
  }

  /**
   * Makes the exception.
   *
   * @param cause why it took so long; {@code null} if that is not known
   */
  public DeadlineExceeded(@Nullable Throwable cause) {
    this(cause, true);
  }

  private DeadlineExceeded(@Nullable Throwable cause, boolean stack) {
    super(MESSAGE, cause, stack);
  }
}
