package dev.goro.runtime.sched;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which CPU an M runs on, where {@code GORO_AFFINITY} asks for it: the one that holds P {@code i}
 * runs on the {@code i}-th of the CPUs that were named, beginning again after the last. So what P
 * {@code i} runs stays near the same caches.
 *
 * <p>The M sets it for itself when it has taken a P with another number than before; between, it
 * costs nothing. The thread of a goroutine that is locked to it is left as it is.
 *
 * <p>On Linux a thread begins with the affinity of the one that starts it. Goro's other threads put
 * theirs back; a thread that a program starts in a goroutine has to do so itself, if it matters.
 *
 * <p>The calls of native code are in {@link Native}, a class that is loaded only if they are
 * needed: to prepare them takes the JVM some ten milliseconds.
 */
final class Affinity {
  private static final List<Integer> CPUS = Settings.current().affinity();

  /** Whether it is asked for; a constant to the JIT compiler. */
  static final boolean ON = !CPUS.isEmpty();

  private static final AtomicBoolean REFUSED = new AtomicBoolean();

  private Affinity() {}

  /** Puts the calling M where the P with the given number belongs. */
  static void place(int p) {
    int cpu = CPUS.get(p % CPUS.size());
    if (!Native.run(List.of(cpu)) && REFUSED.compareAndSet(false, true)) {
      System.err.println(
          "goro: GORO_AFFINITY: the OS does not let a thread run on CPU " + cpu + " any more");
    }
  }

  /** Lets the calling thread, which is no M but may have been started by one, run anywhere. */
  static void undo() {
    try {
      boolean unused = Native.run(CpuList.allowed()); // where it is refused, it stays where it is
    } catch (IOException e) {
      // likewise
    }
  }

  /** The OS's function. */
  private static final class Native {
    private static final MethodHandle SCHED_SETAFFINITY;

    static {
      var linker = Linker.nativeLinker();
      SCHED_SETAFFINITY =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("sched_setaffinity"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    }

    private Native() {}

    /** Keeps the calling thread to the given CPUs; false if the OS refuses. */
    static boolean run(List<Integer> cpus) {
      long[] words = bits(cpus).toLongArray();
      try (var arena = Arena.ofConfined()) {
        MemorySegment mask = arena.allocateFrom(JAVA_LONG, words);
        return (int) SCHED_SETAFFINITY.invokeExact(0, mask.byteSize(), mask) == 0;
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new InternalError(e);
      }
    }

    // What C has, an array of longs with a bit for each CPU, is what a BitSet has.
    private static BitSet bits(List<Integer> cpus) {
      var bits = new BitSet();
      cpus.forEach(bits::set);
      return bits;
    }
  }
}
