package dev.goro.runtime.debug;

/** The line that {@code GORO_DEBUG=schedtrace=MILLISECONDS} prints: Go's. */
public final class SchedTrace {
  private static final long START = System.nanoTime();

  private SchedTrace() {}

  /** Prints the state of the scheduler to the process's standard error. */
  public static void print(
      int procs, int idlePs, int machines, int spinning, int idleMs, int global, int[] local) {
    StringBuilder out = new StringBuilder("SCHED ");
    out.append((System.nanoTime() - START) / 1_000_000).append("ms: gomaxprocs=").append(procs);
    out.append(" idleprocs=").append(idlePs).append(" threads=").append(machines);
    out.append(" spinningthreads=").append(spinning).append(" idlethreads=").append(idleMs);
    out.append(" runqueue=").append(global).append(" [");
    for (int i = 0; i < local.length; i++) {
      out.append(i == 0 ? "" : " ").append(local[i]);
    }
    Stderr.println(out.append(']').toString());
  }
}
