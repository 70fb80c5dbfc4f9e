package dev.goro.context;

import org.jspecify.annotations.Nullable;

/**
 * Why a context has ended: it was {@linkplain Canceled canceled}, or its {@linkplain
 * DeadlineExceeded deadline} has passed. It is unchecked, as {@link
 * dev.goro.InterruptedOperationException} is.
 *
 * <p>What {@link Context#err} gives has no stack trace and no cause. What Goro's operations throw
 * has the stack of the operation, and the context's {@link Context#cause} as its cause where that
 * says more.
 */
public abstract sealed class ContextException extends RuntimeException
    permits Canceled, DeadlineExceeded {
  private static final long serialVersionUID = 1L;

  ContextException(String message, @Nullable Throwable cause, boolean stack) {
    super(message, cause, stack, stack);
  }

  /** A new one of the same kind, with the caller's stack. */
  ContextException toThrow(@Nullable Throwable cause) {
    // The error itself says no more, when there is no other cause.
    Throwable reason = cause instanceof ContextException e && e.isShared() ? null : cause;
    return switch (this) {
      case Canceled c -> new Canceled(reason);
      case DeadlineExceeded d -> new DeadlineExceeded(reason);
    };
  }

  /** Whether it is the one that all contexts have in common. */
  @SuppressWarnings("ReferenceEquality") // there is one of each
  private boolean isShared() {
    return this == Canceled.SHARED || this == DeadlineExceeded.SHARED;
  }
}
