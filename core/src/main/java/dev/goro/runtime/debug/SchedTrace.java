package dev.goro.runtime.debug;

import dev.goro.runtime.sched.Contention;
import java.util.Map;

/**
 * The line that {@code GORO_DEBUG=schedtrace=MILLISECONDS} prints: Go's; and the one that {@code
 * contention=1} adds, which is Goro's own.
 */
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

  /** Prints how often the runtime's structures were contended since the process began. */
  public static void printContention(Map<Contention, Long> times) {
    StringBuilder out = new StringBuilder("CONTENTION ");
    out.append((System.nanoTime() - START) / 1_000_000).append("ms:");
    times.forEach((what, n) -> out.append(' ').append(what.label()).append('=').append(n));
    Stderr.println(out.toString());
  }
}
