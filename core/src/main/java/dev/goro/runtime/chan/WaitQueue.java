package dev.goro.runtime.chan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait to send to, or to receive from, one channel, in the order in which they came.
 * Guarded by its lock.
 */
final class WaitQueue {
  private static final VarHandle FIRST;

  static {
    try {
      FIRST = MethodHandles.lookup().findVarHandle(WaitQueue.class, "first", Sudog.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Sudog first;
  private @Nullable Sudog last;

  /** Whether nobody waits, as it looks without the lock. */
  boolean looksEmpty() {
    return FIRST.getAcquire(this) == null;
  }

  void enqueue(Sudog s) {
    s.queued = true;
    s.next = null;
    s.prev = last;
    if (last == null) {
      first = s;
    } else {
      last.next = s;
    }
    last = s;
  }

  /**
   * Takes out the first waiter whose operation the caller may complete. Those of a select that
   * another channel has won already are dropped on the way.
   */
  @Nullable Sudog dequeue() {
    @Nullable Sudog s;
    while ((s = first) != null) {
      unlink(s);
      if (s.selection == null || s.waiter.claim()) {
        return s;
      }
    }
    return null;
  }

  /** Takes out a waiter that was put into this queue; false if it is in none any more. */
  boolean remove(Sudog s) {
    if (!s.queued) {
      return false;
    }
    unlink(s);
    return true;
  }

  private void unlink(Sudog s) {
    Sudog before = s.prev;
    Sudog after = s.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.prev = before;
    }
    s.prev = null;
    s.next = null;
    s.queued = false;
  }
}
