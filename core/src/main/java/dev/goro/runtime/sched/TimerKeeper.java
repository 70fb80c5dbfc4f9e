package dev.goro.runtime.sched;

import dev.goro.runtime.timer.TimerHeap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The M, at most one, that has no work and sleeps until the first timer of all Ps is due. A P that
 * is in use looks at its own timers; the keeper is there for those of idle Ps.
 *
 * <p>Go's counterpart is the M that waits in the network poller with a time limit.
 *
 * <p>The race between an M that goes to sleep and somebody who adds an earlier timer: the keeper
 * stores until when it sleeps and then looks at the heaps again; the other puts the timer in the
 * heap, whose {@code next} is volatile, and then reads until when the keeper sleeps. One of the two
 * sees the other. Whoever adds a timer while there is no keeper either holds a P, and looks at its
 * timers before it gives it back, or wakes an M, which does the same.
 */
final class TimerKeeper {
  private static final AtomicReference<Machine> KEEPER = new AtomicReference<>();
  private static volatile long sleepsUntil = TimerHeap.NONE;

  private TimerKeeper() {}

  /** Becomes the keeper, if there is none and there are timers. */
  static boolean enter(Machine m) {
    // Without an idle P there is nothing to keep: each heap belongs to a P that is in use.
    return Procs.idle() > 0 && Procs.nextTimer() != TimerHeap.NONE && KEEPER.compareAndSet(null, m);
  }

  /** Whether somebody keeps the timers. */
  static boolean present() {
    return KEEPER.get() != null;
  }

  /**
   * For the keeper: sleeps until the first timer is due; returns a P if there is an idle one to run
   * it with.
   */
  static @Nullable Processor waitForTimer(Machine m) {
    m.bePunctual();
    try {
      while (true) {
        long next = Procs.nextTimer();
        if (next == TimerHeap.NONE) {
          return null;
        }
        sleepsUntil = next;
        if (Procs.nextTimer() != next) {
          continue;
        }
        long left = next - System.nanoTime();
        if (left <= 0) {
          return Procs.acquireSpinning();
        }
        LockSupport.parkNanos(KEEPER, left);
      }
    } finally {
      sleepsUntil = TimerHeap.NONE;
      KEEPER.set(null);
    }
  }

  /** A timer was added that is due at the given time: wakes the keeper if it would sleep longer. */
  static void added(long when) {
    Machine keeper = KEEPER.get();
    if (keeper != null) {
      long until = sleepsUntil;
      if (until != TimerHeap.NONE && when - until < 0) {
        LockSupport.unpark(keeper);
      }
    }
  }
}
