package dev.goro.context;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a context ended. */
final class End {
  private static final End CANCELED = new End(Canceled.SHARED, Canceled.SHARED);
  private static final End DEADLINE_EXCEEDED =
      new End(DeadlineExceeded.SHARED, DeadlineExceeded.SHARED);

  final Optional<ContextException> err;
  final Throwable cause;

  private End(ContextException err, Throwable cause) {
    this.err = Optional.of(err);
    this.cause = cause;
  }

  /** Canceled, for a reason or for none. */
  static End canceled(@Nullable Throwable cause) {
    return cause == null ? CANCELED : new End(Canceled.SHARED, cause);
  }

  /** The deadline has passed. */
  static End deadlineExceeded(@Nullable Throwable cause) {
    return cause == null ? DEADLINE_EXCEEDED : new End(DeadlineExceeded.SHARED, cause);
  }

  /** That of a context of the user's, which has ended. */
  static End of(Context ended) {
    ContextException err = ended.err().orElse(Canceled.SHARED);
    return new End(err, ended.cause().orElse(err));
  }
}
