package dev.goro.loop;

import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.sched.TurnWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something in an {@link EventLoop} that somebody should know of, and that nobody got as an
 * exception: what asyncio gives to {@code loop.call_exception_handler} or logs. {@link
 * EventLoop#onProblem} says who is told.
 *
 * @param kind what it is
 * @param message what is wrong, with whom, in a sentence
 * @param exception the exception, if it is about one
 * @param stack where the goroutine was, innermost frame first, for {@link Kind#SLOW}; else empty
 */
public record LoopProblem(
    Kind kind, String message, Optional<Throwable> exception, List<StackTraceElement> stack) {
  /** The kinds of problems. */
  public enum Kind {
    /**
     * A task or callback has held the loop for longer than {@link
     * EventLoop#slowCallbackDuration()}, and may hold it still.
     */
    SLOW,
    /** A task, or a promise, failed and nobody asked for its exception. */
    NEVER_RETRIEVED,
    /** The loop was closed while a task had not ended. */
    PENDING_AT_CLOSE,
    /** A callback threw an exception. */
    CALLBACK_FAILED,
    /** A task that was cancelled at the end of {@link EventLoop#run} failed. */
    FAILED_AT_SHUTDOWN
  }

  static LoopProblem slow(TurnWatch.LongTurn turn) {
    String who =
        turn.name().isEmpty() ? "a callback (goroutine " + turn.id() + ")" : named(turn.name());
    String before =
        turn.untold() == 0 ? "" : "; and before it " + turn.untold() + " that were not told of";
    return new LoopProblem(
        Kind.SLOW,
        who
            + " has held its event loop for "
            + turn.nanos() / 1_000_000
            + " ms, while nothing else of the loop could run: let it wait more often, or take what"
            + " is long outside by loop.toThread"
            + before,
        Optional.empty(),
        framesOf(turn.stack()));
  }

  private static String named(String task) {
    return "task \"" + task + "\"";
  }

  private static List<StackTraceElement> framesOf(List<StackTraceElement> stack) {
    var frames = new ArrayList<>(Dump.userFrames(stack));
    while (!frames.isEmpty() && isOwn(frames.getLast())) {
      frames.removeLast();
    }
    return List.copyOf(frames);
  }

  private static boolean isOwn(StackTraceElement frame) {
    return frame.getClassName().startsWith("dev.goro.loop.")
        || frame.getClassName().startsWith("dev.goro.runtime.");
  }

  static LoopProblem neverRetrieved(String what, Throwable failure) {
    return new LoopProblem(
        Kind.NEVER_RETRIEVED,
        "the exception of "
            + what
            + " was never retrieved: await it, or ask for its result or exception",
        Optional.of(failure),
        List.of());
  }

  static LoopProblem pendingAtClose(LoopTask<?> task) {
    return new LoopProblem(
        Kind.PENDING_AT_CLOSE,
        task.title()
            + " was destroyed, but it is pending: its event loop was closed; await it, or cancel it"
            + " and await it, before that",
        Optional.empty(),
        List.of());
  }

  static LoopProblem callbackFailed(Throwable failure) {
    return new LoopProblem(
        Kind.CALLBACK_FAILED, "a callback failed with " + failure, Optional.of(failure), List.of());
  }

  static LoopProblem failedAtShutdown(LoopTask<?> task, Throwable failure) {
    return new LoopProblem(
        Kind.FAILED_AT_SHUTDOWN,
        task.title() + " failed when it was cancelled at the end of EventLoop.run",
        Optional.of(failure),
        List.of());
  }

  /**
   * The message and the stack, of the exception or of the goroutine: what is printed if nobody else
   * is told.
   *
   * @return the lines
   */
  public String report() {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    out.print(message);
    exception.ifPresent(
        e -> {
          out.println();
          e.printStackTrace(out);
        });
    for (StackTraceElement frame : stack) {
      out.println();
      out.print("\tat " + frame);
    }
    return text.toString().stripTrailing();
  }
}
