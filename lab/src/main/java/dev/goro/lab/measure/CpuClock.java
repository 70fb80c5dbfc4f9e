package dev.goro.lab.measure;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;

/**
 * The system's clock of this process's CPU time, which the JVM tells in steps of 10 ms only: {@code
 * clock_gettime} of POSIX.
 */
final class CpuClock {
  /** The clock, on systems whose number for it is known, and whose {@code long} has 64 bits. */
  static final Optional<CpuClock> PRECISE = find();

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MethodHandle clockGetTime;
  private final int clock;

  private CpuClock(MethodHandle clockGetTime, int clock) {
    this.clockGetTime = clockGetTime;
    this.clock = clock;
  }

  private static Optional<CpuClock> find() {
    Integer clock = Map.of("Linux", 2, "Mac OS X", 12).get(System.getProperty("os.name"));
    if (clock == null || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("clock_gettime")
        .map(
            address ->
                new CpuClock(
                    linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)),
                    clock));
  }

  long nanos() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      int failed = (int) clockGetTime.invokeExact(clock, time);
      if (failed != 0) {
        throw new IllegalStateException("clock_gettime failed");
      }
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime cannot be called", e);
    }
  }
}
