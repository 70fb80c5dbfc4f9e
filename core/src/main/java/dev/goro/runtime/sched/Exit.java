package dev.goro.runtime.sched;

import java.util.concurrent.locks.LockSupport;

/**
 * The quick way out for a program whose main goroutine has ended well: the JVM's main thread
 * returns, and the JVM ends as the last thread that is no daemon does. {@code System.exit} makes a
 * logger first, and waits for the JIT compilers in steps of ten milliseconds.
 *
 * <p>A Go program ends with its main goroutine, whatever else runs. So it is the way only where no
 * other such thread runs; and where a goroutine starts one at the last moment, a daemon ends the
 * JVM by {@code System.exit} after all.
 */
final class Exit {
  private static final long PATIENCE_NANOS = 20_000_000;

  private Exit() {}

  /** Whether the JVM ends when the caller's thread does, which must be its main thread. */
  static boolean byReturning() {
    Thread caller = Thread.currentThread();
    if (caller.isDaemon() || othersRun(caller)) {
      return false;
    }
    System.out.flush();
    Thread watch =
        new Thread(
            null,
            () -> {
              LockSupport.parkNanos(PATIENCE_NANOS);
              System.exit(0);
            },
            "goro-exit");
    watch.setDaemon(true);
    watch.start();
    return true;
  }

  private static boolean othersRun(Thread caller) {
    Thread[] threads = new Thread[64];
    int n = Machines.rootGroup().enumerate(threads, true);
    for (int i = 0; i < n; i++) {
      if (threads[i] != caller && !threads[i].isDaemon()) {
        return true;
      }
    }
    return n == threads.length; // there may be more
  }
}
