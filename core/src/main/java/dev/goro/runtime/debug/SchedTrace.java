package dev.goro.runtime.debug;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The line that {@code GORO_DEBUG=schedtrace=MILLISECONDS} prints: Go's. */
public final class SchedTrace {
  private static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);
  private static final long START = System.nanoTime();

  private SchedTrace() {}

  /**
   * Prints the state of the scheduler to the process's standard error; not by {@code System.err},
   * whose lock a goroutine may hold that waits for sysmon to preempt another.
   */
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
    byte[] line = out.append("]\n").toString().getBytes(StandardCharsets.US_ASCII);
    try {
      ERR.write(line);
    } catch (IOException e) {
      // Nobody reads it.
    }
  }
}
