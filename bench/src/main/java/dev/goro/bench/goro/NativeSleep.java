package dev.goro.bench.goro;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A system call that stops the thread, and with it the M, for a time. */
final class NativeSleep {
  private static final MethodHandle USLEEP = usleep();

  private NativeSleep() {}

  private static MethodHandle usleep() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("usleep"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  static void sleep(int micros) {
    try {
      int _ = (int) USLEEP.invokeExact(micros);
    } catch (Throwable t) {
      throw new IllegalStateException("usleep could not be called", t);
    }
  }
}
