package dev.goro.cli;

import org.jspecify.annotations.Nullable;

/** Says in one sentence why a command could not do its work. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command was used rightly and could not do its work: exit code 1. */
  static CommandException failed(String message) {
    return new CommandException(1, message, null);
  }

  /** As {@link #failed(String)}, with what made it fail. */
  static CommandException failed(String message, Throwable cause) {
    return new CommandException(1, message, cause);
  }

  /** The command's arguments make no sense: exit code 2. */
  static CommandException misused(String message) {
    return new CommandException(2, message, null);
  }

  /** The compiler has printed its errors already: exit code 1 and no more words. */
  static CommandException compilerSaidWhy() {
    return new CommandException(1, "", null);
  }

  int exitCode() {
    return exitCode;
  }
}
