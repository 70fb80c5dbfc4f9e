package dev.goro.lab.measure;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.goro.lab.process.Child;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * The memory that a process really needs: what is live on its heap, and what is resident outside of
 * it. How large the heap is, and how much garbage waits on it, is the collector's choice and says
 * nothing of what runs there. So the JVM is given a heap of one size, all of which it touches at
 * its start: what else is resident is outside of it.
 */
public final class Footprint {
  /** What the footprint of work is, for a reader. */
  public static final String HOW =
      "The memory is what is live on the heap after a collection and what is resident outside of it, the JVM's own"
          + " included, looked at in the middle of the work after its samples were taken.";

  private static final int SETTLING = 3;

  /** The memory of the JIT compiler comes and goes: the least of some looks is without it. */
  private static final int LOOKS = 3;

  /** How often work that comes and goes is looked at. */
  private static final int LOOKS_AT_WORK = 5;

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
   * The footprint of what stands still.
   *
   * @return bytes; empty where the system does not tell what is resident
   */
  public static OptionalLong bytes() {
    return looks(LOOKS).stream().mapToLong(Long::longValue).min();
  }

  /**
   * The footprint of work that is done again and again, at some moments of it.
   *
   * @param work does it once
   * @return bytes at each look; none where the system does not tell what is resident
   * @throws Exception what the work threw
   */
  public static List<Long> of(Callable<?> work) throws Exception {
    var looks = new FutureTask<>(() -> looks(LOOKS_AT_WORK));
    Thread.ofPlatform().daemon().name("lab-footprint").start(looks);
    do {
      work.call();
    } while (!looks.isDone());
    return looks.get();
  }

  private static List<Long> looks(int count) {
    long heap =
        Long.parseLong(
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxHeapSize")
                .getValue());
    var looks = new ArrayList<Long>();
    while (looks.size() < count) {
      long live = Usage.liveHeapBytes();
      OptionalLong resident = Usage.residentBytes();
      if (resident.isEmpty()) {
        return List.of();
      }
      looks.add(live + resident.getAsLong() - heap);
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return Collections.unmodifiableList(looks);
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
