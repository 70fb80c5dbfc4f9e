package dev.goro.bench.twin;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * Whether a JVM's heap still grows. The collector enlarges the young generation step by step, and
 * the first use of each of its pages is a page fault, which can cost as much as many allocations do
 * later. So growth is over when a collection has found the heap as large as the one before: then
 * all of it was used once. It does not matter while there are hardly any collections.
 */
final class HeapGrowth {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private long committed;
  private long collectionsThen;
  private long collections;
  private long lastCollection = System.nanoTime();

  /**
   * Whether it is over.
   *
   * @param quietNanos after how long without a collection it does not matter
   */
  boolean isOver(long quietNanos) {
    long now = System.nanoTime();
    long count = collections();
    long size = MEMORY.getHeapMemoryUsage().getCommitted();
    if (count != collections) {
      lastCollection = now;
      collections = count;
    }
    if (size > committed) {
      committed = size;
      collectionsThen = count;
    }
    return collections > collectionsThen || now - lastCollection >= quietNanos;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
