package dev.goro.bench.twin;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A system call that stops the thread, and with it the M or the carrier, for a time. */
public final class NativeSleep {
  private static final MethodHandle USLEEP = usleep();

  private NativeSleep() {}

  private static MethodHandle usleep() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("usleep"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /**
   * Sleeps.
   *
   * @param micros how many microseconds
   */
  public static void sleep(int micros) {
    try {
      int _ = (int) USLEEP.invokeExact(micros);
    } catch (Throwable t) {
      throw new IllegalStateException("usleep could not be called", t);
    }
  }
}
