package dev.goro.preempt;

import dev.goro.runtime.sched.Scheduler;

/**
 * The poll that is woven into programs: {@code if (Preempt.requested) Preempt.yield();}.
 *
 * <p>The flag is one for all Ps, so that the poll is one load and one branch. sysmon raises it when
 * the time slice of some P is over, and takes it down when that P has been given away; whoever
 * polls on another P meanwhile finds out in {@link #yield} that it is not meant.
 *
 * <p>Ordering: nothing is published by the flag, it only has to be seen some time. The load must
 * not be moved out of a loop, which is why it is volatile.
 */
public final class Preempt {
  /** Whether any P is asked to let its goroutine go. Written by the scheduler alone. */
  public static volatile boolean requested;

  private Preempt() {}

  /** The poll itself, which the JVM's compilers put in the place of its call. */
  public static void poll() {
    if (requested) {
      Preempt.yield();
    }
  }

  /**
   * Where the P of the current goroutine is the one that is asked, puts the goroutine at the end of
   * the global queue; other goroutines have their turn first. Does nothing for any other thread, or
   * where a native frame or a class initialiser keeps the goroutine on its M.
   */
  public static void yield() {
    Scheduler.preemptIfRequested();
  }
}
