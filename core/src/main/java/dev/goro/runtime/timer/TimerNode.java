package dev.goro.runtime.timer;

import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to happen at a time: a node of a {@link TimerHeap}.
 *
 * <p>Its fields belong to the heap that it is in and are guarded by that heap's lock.
 */
public abstract class TimerNode {
  /**
   * The heap it is in or was in last; it only ever changes, under that heap's lock, when it is in
   * none, or by the move of a whole heap.
   */
  volatile @Nullable TimerHeap heap;

  /** Its place in the heap plus one, 0 when it is in none. */
  int slot;

  /** When it is due, by {@link System#nanoTime}. */
  long when;

  /** By which time it has its place: not after {@link #when}. */
  long key;

  /** Made by the kinds of timers. */
  protected TimerNode() {}

  /**
   * The time has come. Called without a lock by an M between goroutines, or by another thread: it
   * must not block, and must not run the user's code.
   *
   * @param now the time
   */
  protected abstract void fire(long now);

  /**
   * Whom {@link #fire} wakes if it does nothing else, {@code null} if it does something else: many
   * are woken in one piece. Called as {@code fire} is, and in its place.
   */
  protected @Nullable Waiter sleeper() {
    return null;
  }

  /**
   * Sets it to a time, for a caller that goes on; it must not be set, and nobody else may set it.
   */
  public final void set(long time) {
    Scheduler.timers().add(this, time, false);
  }

  /**
   * As {@link #set}, for a caller that is about to wait: its M will look at the timers before it
   * sleeps, so no other need be woken for that.
   */
  public final void setAndWait(long time) {
    Scheduler.timers().add(this, time, true);
  }

  /**
   * Sets it to a time, whether it is set or not; anybody may, once it was {@link #set}.
   *
   * @return whether it was set
   */
  public final boolean reset(long time) {
    TimerHeap rather = null;
    boolean asked = false;
    while (true) {
      TimerHeap in = Objects.requireNonNull(heap);
      if (!asked && slot == 0) { // a look without the lock: a wrong guess only means another heap
        asked = true;
        rather = Scheduler.timers();
      }
      int result = in.set(this, time, rather);
      if (result != TimerHeap.ELSEWHERE) {
        return result == TimerHeap.REMOVED;
      }
      rather = null; // of several that set it at once each tries its own heap once only
    }
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
