package dev.goro.runtime.timer;

import dev.goro.runtime.sched.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to happen at a time: a node of a {@link TimerHeap}.
 *
 * <p>Its fields belong to the heap that it is in and are guarded by that heap's lock.
 */
public abstract class TimerNode {
  /**
   * The heap it is in or was in last; it only ever changes when it is in none, or by the move of a
   * whole heap.
   */
  volatile @Nullable TimerHeap heap;

  /** Its place in the heap plus one, 0 when it is in none. */
  int slot;

  /** When it is due, by {@link System#nanoTime}. */
  long when;

  /** Made by the kinds of timers. */
  protected TimerNode() {}

  /**
   * The time has come. Called without a lock by an M between goroutines, or by another thread: it
   * must not block, and must not run the user's code.
   *
   * @param now the time
   */
  protected abstract void fire(long now);

  /** Sets it to a time; it must not be set. */
  public final void set(long time) {
    Scheduler.timers().add(this, time);
  }

  /** Takes it back; false if it has fired, is about to, or was not set. */
  public final boolean cancel() {
    while (true) {
      TimerHeap in = heap;
      if (in == null) {
        return false;
      }
      int result = in.remove(this);
      if (result != TimerHeap.ELSEWHERE) {
        return result == TimerHeap.REMOVED;
      }
    }
  }

  /** The time that is so long from now; what is too far for the clock is as far as it goes. */
  public static long after(long nanos) {
    long now = System.nanoTime();
    return now + Math.min(Math.max(nanos, 0), Long.MAX_VALUE / 2);
  }
}
