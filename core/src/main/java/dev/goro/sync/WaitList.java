package dev.goro.sync;

import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one thing, in the order in which they are to get it, and the lock that guards
 * them. All of it is touched with the lock held.
 *
 * <p>Whoever takes a place out of the list is the only one that may wake its waiter (see {@link
 * Waiter}); a waiter that gives up takes its own place out, by {@link #remove}, and knows by the
 * result whether a waker came first.
 */
final class WaitList extends SpinLock {
  /** The place of a waiter. What is not final is guarded by the list's lock. */
  static final class Place {
    final Waiter waiter;

    /** When it came, by {@link System#nanoTime}; of use to a {@link Mutex}. */
    long since;

    /** Told by the waker, before it wakes: what was waited for is the waiter's already. */
    boolean given;

    /** Whether the waiter sleeps, and so must be woken by who takes its place out. */
    boolean sleeps;

    private boolean queued;
    private @Nullable Place before;
    private @Nullable Place after;

    Place(Waiter waiter) {
      this.waiter = waiter;
    }
  }

  private @Nullable Place first;
  private @Nullable Place last;

  boolean isEmpty() {
    return first == null;
  }

  /** Who is next, {@code null} if there is none. */
  @Nullable Place first() {
    return first;
  }

  /** Whether it is the only one. */
  boolean isAlone(Place p) {
    return p.queued && p.before == null && p.after == null;
  }

  /** Whether nobody has taken it out. */
  boolean contains(Place p) {
    return p.queued;
  }

  void addLast(Place p) {
    p.queued = true;
    p.before = last;
    if (last == null) {
      first = p;
    } else {
      last.after = p;
    }
    last = p;
  }

  void addFirst(Place p) {
    p.queued = true;
    p.after = first;
    if (first == null) {
      last = p;
    } else {
      first.before = p;
    }
    first = p;
  }

  /** Takes out the next one, {@code null} if there is none. */
  @Nullable Place poll() {
    Place p = first;
    if (p != null) {
      remove(p);
    }
    return p;
  }

  /** Takes out all, and gives those that sleep, in their order. */
  List<Waiter> pollSleepers() {
    List<Waiter> sleepers = new ArrayList<>();
    Place p;
    while ((p = poll()) != null) {
      if (p.sleeps) {
        sleepers.add(p.waiter);
      }
    }
    return sleepers;
  }

  /** Takes one out; false if somebody has done that already. */
  boolean remove(Place p) {
    if (!p.queued) {
      return false;
    }
    Place before = p.before;
    Place after = p.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    p.before = null;
    p.after = null;
    p.queued = false;
    return true;
  }

  @Override
  protected Contention contention() {
    return Contention.SYNC;
  }
}
