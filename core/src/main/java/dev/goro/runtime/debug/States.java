package dev.goro.runtime.debug;

import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.WaitReason;

/**
 * What a goroutine is doing, in the words that stand in brackets in a dump: Go's where Go has them.
 */
public final class States {
  private States() {}

  static String of(Goroutine g, StackTraceElement[] stack) {
    if (g.isWaiting()) {
      return g.waitReason().text();
    }
    if (g.isJdkWaiting()) {
      return ofJdk(g.thread(), stack);
    }
    if (g.isHosting()) {
      return WaitReason.COROUTINE.text();
    }
    return g.isRunning() ? "running" : "runnable";
  }

  private static String ofJdk(Thread thread, StackTraceElement[] stack) {
    if (waitsForIo(stack)) {
      return "IO wait";
    }
    boolean monitor =
        VirtualThreads.AVAILABLE
            ? VirtualThreads.parked(thread) == VirtualThreads.Parked.MONITOR
            : thread.getState() == Thread.State.BLOCKED;
    if (monitor) {
      return "monitor enter";
    }
    // The call that the program made: the last of the JDK's frames before the program's own.
    StackTraceElement call = null;
    for (StackTraceElement frame : stack) {
      if (!isJdk(frame.getClassName())) {
        break;
      }
      call = frame;
    }
    if (call == null || call.getClassName().startsWith("java.lang.VirtualThread")) {
      return "waiting";
    }
    String type = call.getClassName();
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + call.getMethodName();
  }

  private static boolean isJdk(String className) {
    return className.startsWith("java.")
        || className.startsWith("jdk.internal.")
        || className.startsWith("sun.");
  }

  /** Whether a stack waits in the JDK's network code. */
  public static boolean waitsForIo(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith("sun.nio.ch.")) {
        return !isPoller(stack);
      }
    }
    return false;
  }

  /**
   * Whether a stack is that of the JDK's own poller, which waits always and by itself wakes nobody.
   */
  public static boolean isPoller(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals("subPollerLoop")) {
        return true;
      }
    }
    return false;
  }
}
