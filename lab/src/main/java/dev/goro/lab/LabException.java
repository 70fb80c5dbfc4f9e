package dev.goro.lab;

/** What kept the lab from measuring; its message is one sentence for the user. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message what was wrong, and what to do
   */
  public LabException(String message) {
    super(message);
  }

  /**
   * Makes one.
   *
   * @param message what was wrong, and what to do
   * @param cause where it came from
   */
  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
