package dev.goro.lab.measure;

import dev.goro.lab.process.Child;
import java.util.OptionalLong;

/**
 * The memory that a process really needs: what is live on its heap, and what is resident outside of
 * it. For that the JVM is given a heap of one size, all of which it touches at its start: what
 * grows later is the rest.
 */
public final class Footprint {
  private static final int SETTLING = 3;

  /** The memory of the JIT compiler comes and goes: the least of some looks is without it. */
  private static final int LOOKS = 3;

  private static final long BETWEEN_LOOKS_MILLIS = 15;

  private Footprint() {}

  /**
   * Starts a JVM so that its footprint can be told.
   *
   * @param child the JVM
   * @param heapBytes the size of its heap
   * @return the JVM
   */
  public static Child fixHeap(Child child, long heapBytes) {
    long mib = Math.max(64, heapBytes >> 20);
    return child
        .flag("-Xms" + mib + "m")
        .flag("-Xmx" + mib + "m")
        .flag("-XX:+AlwaysPreTouch")
        // One arena: what malloc reserves for each thread otherwise is no thread's stack.
        .environment("MALLOC_ARENA_MAX", "1");
  }

  /**
   * Has the collector touch what it needs, so that it is in the footprint from the start. To be
   * called before the first footprint is taken.
   */
  public static void settle() {
    for (int i = 0; i < SETTLING; i++) {
      bytes();
    }
  }

  /**
   * The footprint, up to a constant.
   *
   * @return bytes; empty where the system does not tell what is resident
   */
  public static OptionalLong bytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      long heap = Usage.liveHeapBytes();
      OptionalLong resident = Usage.residentBytes();
      if (resident.isEmpty()) {
        return OptionalLong.empty();
      }
      least = Math.min(least, heap + resident.getAsLong());
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return OptionalLong.of(least);
  }

  /**
   * What each of some has added.
   *
   * @param before the footprint before the first was there
   * @param count how many are there now
   * @return bytes for each; empty where the system does not tell
   */
  public static OptionalLong each(OptionalLong before, int count) {
    OptionalLong now = before.isPresent() ? bytes() : OptionalLong.empty();
    return now.isPresent()
        ? OptionalLong.of(Math.max(0, (now.getAsLong() - before.getAsLong()) / count))
        : OptionalLong.empty();
  }
}
