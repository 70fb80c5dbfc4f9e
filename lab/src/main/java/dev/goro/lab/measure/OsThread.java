package dev.goro.lab.measure;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The OS thread that runs the caller, be the caller a goroutine or a thread. */
public final class OsThread {
  private static final MethodHandle ID = handle();

  private OsThread() {}

  /**
   * Its number: on Linux the one that the kernel gave it, elsewhere what the thread library knows
   * it by.
   *
   * @return a number that no other thread has at the same time
   */
  public static long id() {
    try {
      return (long) ID.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot ask the system for the current thread", e);
    }
  }

  /** Linux's C library has gettid; pthread_self is everywhere. */
  private static MethodHandle handle() {
    var linker = Linker.nativeLinker();
    var names = linker.defaultLookup();
    return names
        .find("gettid")
        .map(f -> linker.downcallHandle(f, FunctionDescriptor.of(ValueLayout.JAVA_INT)))
        .or(
            () ->
                names
                    .find("pthread_self")
                    .map(
                        f ->
                            linker.downcallHandle(f, FunctionDescriptor.of(ValueLayout.JAVA_LONG))))
        .map(h -> h.asType(java.lang.invoke.MethodType.methodType(long.class)))
        .orElseThrow(() -> new IllegalStateException("the C library names no current thread"));
  }
}
