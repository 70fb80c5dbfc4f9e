package dev.goro.bench.twin;

/**
 * The time before the first sample. It is over when the process has both lived and computed for the
 * asked time (on a machine that others keep busy, the JIT compiler needs longer by the clock) and
 * its heap has settled. A workload that computes little, or whose heap does not settle, ends it
 * after some times the asked time.
 */
public final class Warmup {
  private static final int AT_MOST = 8;
  private static final int HEAP_AT_MOST = 4;

  private final long nanos;
  private final long start = System.nanoTime();
  private final long startCpu = Sampler.cpuNanos();
  private final HeapGrowth heap = new HeapGrowth();

  Warmup(long nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether it is over.
   *
   * @return whether the process has lived and computed long enough
   */
  public boolean isOver() {
    long elapsed = System.nanoTime() - start;
    boolean settled = heap.isOver(nanos);
    return elapsed >= nanos
        && (Sampler.cpuNanos() - startCpu >= nanos || elapsed >= AT_MOST * nanos)
        && (settled || elapsed >= HEAP_AT_MOST * nanos);
  }
}
