package dev.goro.runtime.debug;

import java.util.ArrayList;
import java.util.List;

/**
 * Stack traces as dumps and panics show them: without the frames of Goro's and of the JDK's parking
 * at both ends.
 */
final class Frames {
  private Frames() {}

  static boolean isRuntime(String className) {
    return className.startsWith("dev.goro.runtime.");
  }

  private static boolean isPlumbing(StackTraceElement frame) {
    String name = frame.getClassName();
    return isRuntime(name)
        || name.startsWith("dev.goro.launch.")
        || name.startsWith("jdk.internal.vm.")
        || name.startsWith("java.lang.VirtualThread")
        || name.startsWith("java.lang.System$")
        || (name.equals("java.lang.Thread") && frame.getMethodName().equals("yield"))
        || (name.equals("java.lang.Thread") && frame.getMethodName().equals("getStackTrace"));
  }

  /** The frames between the plumbing at the top and that at the bottom. */
  static List<StackTraceElement> ofUser(StackTraceElement[] stack) {
    int from = 0;
    int to = stack.length;
    while (from < to && isPlumbing(stack[from])) {
      from++;
    }
    while (to > from && isPlumbing(stack[to - 1])) {
      to--;
    }
    List<StackTraceElement> frames = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      frames.add(stack[i]);
    }
    return frames;
  }

  static void print(StringBuilder out, List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      out.append("\tat ").append(frame).append('\n');
    }
  }
}
