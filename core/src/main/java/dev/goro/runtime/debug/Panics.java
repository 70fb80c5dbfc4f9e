package dev.goro.runtime.debug;

import dev.goro.ChannelClosedException;
import dev.goro.Panic;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Settings;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What happens when a throwable leaves a goroutine's task, and the report that a crash prints. */
public final class Panics {
  /** Of a stack overflow only the two ends are of use; as many frames of each as Go prints. */
  private static final int OVERFLOW_FRAMES = 50;

  private static volatile Consumer<Panic> handler = panic -> System.err.println(panic.report());

  private static final AtomicInteger IN_PROGRESS = new AtomicInteger();

  private Panics() {}

  /** Sets who is told of panics. */
  public static void onPanic(Consumer<Panic> newHandler) {
    handler = newHandler;
  }

  /** Reports a panic, on the goroutine that it ends. */
  public static void panic(Goroutine g, Throwable cause) {
    IN_PROGRESS.incrementAndGet();
    Panic panic = new Panic(g.id(), g.name(), cause, describe(g, cause));
    try {
      handler.accept(panic);
    } catch (Throwable t) {
      System.err.println(panic.report());
      System.err.println("goro: the panic handler itself failed with " + t);
    } finally {
      IN_PROGRESS.decrementAndGet();
    }
  }

  /** Whether a panic is being reported; one that ends the program is until the end. */
  public static boolean inProgress() {
    return IN_PROGRESS.get() != 0;
  }

  private static String describe(Goroutine g, Throwable cause) {
    try {
      return report(g, cause);
    } catch (Throwable t) {
      // A throwable's getCause and getStackTrace may throw too; the panic must be told
      // nevertheless.
      StringBuilder out = new StringBuilder("panic: ").append(words(cause)).append("\n\n");
      out.append(Dump.header(List.of(g), "running")).append('\n');
      Dump.createdBy(out, g);
      return out.toString().stripTrailing();
    }
  }

  private static String report(Goroutine g, Throwable cause) {
    StringBuilder out = new StringBuilder();
    if (cause instanceof StackOverflowError) {
      out.append("runtime: goroutine ").append(g.id()).append(" stack exceeds ");
      out.append(Settings.current().maxStack())
          .append("-byte limit (set GORO_MAXSTACK to change it)\n");
      out.append("fatal error: stack overflow\n\n");
    } else {
      out.append("panic: ").append(words(cause)).append("\n\n");
    }
    out.append(Dump.header(List.of(g), "running")).append('\n');
    printStack(out, cause.getStackTrace(), cause instanceof StackOverflowError);
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(cause);
    for (Throwable s : cause.getSuppressed()) {
      out.append("suppressed: ").append(words(s)).append('\n');
      Frames.print(out, Frames.ofUser(s.getStackTrace()));
    }
    for (Throwable c = cause.getCause(); c != null && seen.add(c); c = c.getCause()) {
      out.append("caused by: ").append(words(c)).append('\n');
      Frames.print(out, Frames.ofUser(c.getStackTrace()));
    }
    Dump.createdBy(out, g);
    return out.toString().stripTrailing();
  }

  /**
   * A throwable in words; one that cannot say them, or calls itself without end, is named all the
   * same.
   */
  private static String words(Throwable t) {
    try {
      // Errors that Go has too are told in Go's words.
      return t instanceof ChannelClosedException ? String.valueOf(t.getMessage()) : t.toString();
    } catch (Throwable failure) {
      return t.getClass().getName()
          + " (its description failed with "
          + failure.getClass().getName()
          + ")";
    }
  }

  private static void printStack(StringBuilder out, StackTraceElement[] stack, boolean overflow) {
    List<StackTraceElement> frames = Frames.ofUser(stack);
    if (!overflow || frames.size() <= 2 * OVERFLOW_FRAMES) {
      Frames.print(out, frames);
      return;
    }
    Frames.print(out, frames.subList(0, OVERFLOW_FRAMES));
    out.append("\t... ")
        .append(frames.size() - 2 * OVERFLOW_FRAMES)
        .append(" frames left out ...\n");
    Frames.print(out, frames.subList(frames.size() - OVERFLOW_FRAMES, frames.size()));
  }
}
