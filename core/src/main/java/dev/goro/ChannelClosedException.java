package dev.goro;

/**
 * A send on a closed channel, or a second close: Go's {@code panic: send on closed channel} and
 * {@code panic: close of closed channel}.
 */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message Go's words for it
   */
  public ChannelClosedException(String message) {
    super(message);
  }
}
