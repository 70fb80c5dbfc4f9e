package dev.goro.sync;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Pause;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one goroutine, or thread, holds at a time: Go's {@code sync.Mutex}. It is not
 * reentrant, and may be unlocked by another goroutine than the one that locked it.
 *
 * <p>Those who wait stand in a queue, but one that comes may get the mutex before them, as long as
 * nobody waits for more than a millisecond: that one gets it at the next unlock.
 *
 * <p>Memory effects: an {@link #unlock} happens before the {@link #lock}, or the {@link #tryLock}
 * that succeeds, which follows it.
 *
 * {@snippet :
 * mutex.lock();
 * try {
 *   balance += amount;
 * } finally {
 *   mutex.unlock();
 * }
 * }
 */
public final class Mutex implements Locker {
  /*
   * The state is a set of three bits:
   *
   *   LOCKED  somebody holds the mutex.
   *   WOKEN   somebody was taken out of the queue by an unlock and is on the way to lock; it alone
   *           clears the bit. Unlocks wake nobody else meanwhile.
   *   QUEUED  the queue is not empty. Changed with the queue's lock held only.
   *
   * Normal mode: an unlock that finds QUEUED without WOKEN clears LOCKED, sets WOKEN and wakes the
   * first in the queue, which then competes with those that come; if it loses it goes back to the
   * front. Starvation mode, for each that has waited for more than a millisecond: the unlock leaves
   * LOCKED set and hands the mutex over, so that nobody can come between.
   *
   * Invariant: when QUEUED is set and the queue's lock is free, LOCKED or WOKEN is set. For QUEUED
   * is set by a compare-and-set that finds LOCKED; an unlock that finds QUEUED clears LOCKED only as
   * it sets WOKEN, or where WOKEN is set; and WOKEN is cleared by a compare-and-set that finds or
   * sets LOCKED. So for those in the queue there is always one, the holder or the woken, that will
   * come to an unlock which sees them: no wake-up is lost.
   *
   * Who comes spins for a moment before it queues, if the holder is likely to run just now: sections
   * are short, and to park and be woken costs hundreds of them. (To say so by WOKEN, as Go's does, so
   * that no unlock wakes another meanwhile, would keep an unlock from seeing who has waited long.)
   *
   * Ordering: a lock is a successful compare-and-set or, handed over, the volatile read of the
   * wake-up; an unlock is a compare-and-set, or comes before the wake-up's volatile write.
   *
   * Proved by MutexTest and BlockingMutexTest (Lincheck) and MutexStress (jcstress).
   */
  private static final int LOCKED = 1;
  private static final int WOKEN = 2;
  private static final int QUEUED = 4;

  private static final int STARVATION_NANOS = 1_000_000;

  /** How often one that comes looks at the mutex before it queues. */
  private static final int SPINS = 3;

  /**
   * For how long it does not look: so long the one that runs has the mutex in its cache, and may
   * lock it many times. (To look at each pause made it four times slower.) By the clock, since a
   * pause takes three times as long on one CPU as on another.
   */
  private static final int PAUSE_NANOS = 1_000;

  private static final String NOT_LOCKED = "sync: unlock of unlocked mutex";

  private static final VarHandle STATE;
  private static final VarHandle QUEUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Mutex.class, "state", int.class);
      QUEUE = lookup.findVarHandle(Mutex.class, "queue", WaitList.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  /** Those who wait; made when somebody has to for the first time. */
  private volatile @Nullable WaitList queue;

  private final int starvationNanos;

  /** An unlocked mutex. */
  public Mutex() {
    this(STARVATION_NANOS);
  }

  /** A mutex that is handed to who has waited longer than that; a proof wants other modes. */
  Mutex(int starvationNanos) {
    this.starvationNanos = starvationNanos;
  }

  /**
   * Locks it; blocks while it is locked.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     mutex was not locked
   */
  @Override
  public void lock() {
    Headroom.checkForMore(); // so that the unlock will have room
    lock(WaitReason.MUTEX);
  }

  /** Locks it; a dump gives the reason for one that waits. */
  void lock(WaitReason reason) {
    // A look first: where somebody waits, or is on the way, a compare-and-set from 0 is in vain.
    int s = state;
    if ((s & LOCKED) != 0 || !STATE.compareAndSet(this, s, s | LOCKED)) {
      lockSlow(reason);
    }
  }

  /**
   * Locks it if it is unlocked, before those who wait for it. Does not block.
   *
   * @return whether it was locked by this call
   */
  public boolean tryLock() {
    for (int s = state; (s & LOCKED) == 0; s = state) {
      if (STATE.compareAndSet(this, s, s | LOCKED)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Unlocks it, and wakes one that waits. Does not block.
   *
   * @throws IllegalMonitorStateException if it is not locked
   */
  @Override
  public void unlock() {
    Headroom.check();
    int s = state;
    if ((s & LOCKED) == 0
        || (s & (QUEUED | WOKEN)) == QUEUED
        || !STATE.compareAndSet(this, s, s & ~LOCKED)) {
      unlockSlow();
    }
  }

  // ---- waiting

  private void lockSlow(WaitReason reason) {
    WaitList queue = null;
    WaitList.Place place = null;
    int woken = 0; // WOKEN once this one must clear it
    int spins = 0;
    while (true) {
      int s = state;
      if ((s & LOCKED) == 0) {
        if (STATE.compareAndSet(this, s, (s | LOCKED) & ~woken)) {
          return;
        }
        continue;
      }
      if (spins < SPINS && Scheduler.maySpin()) {
        spins++;
        Pause.spinNanos(PAUSE_NANOS);
        continue;
      }
      if (queue == null || place == null) {
        queue = queue();
        place = new WaitList.Place(Waiter.current());
      }
      if (!enqueue(queue, place, woken, reason)) {
        continue;
      }
      await(queue, place, reason);
      if (place.given) {
        return;
      }
      woken = WOKEN;
      spins = 0;
    }
  }

  private WaitList queue() {
    WaitList q = queue;
    if (q == null) {
      WaitList fresh = new WaitList();
      q = (WaitList) QUEUE.compareAndExchange(this, null, fresh);
      if (q == null) {
        return fresh;
      }
    }
    return q;
  }

  /** Puts the caller in the queue, at the front if it was there before; false if it is unlocked. */
  private boolean enqueue(WaitList queue, WaitList.Place place, int woken, WaitReason reason) {
    Waiter w = place.waiter;
    boolean interrupted = w.interrupted();
    int add = interrupted ? 0 : QUEUED;
    queue.lock();
    int s;
    do {
      s = state;
      if ((s & LOCKED) == 0) {
        queue.unlock();
        return false;
      }
    } while (!STATE.compareAndSet(this, s, (s | add) & ~woken));
    if (interrupted) {
      queue.unlock();
      throw new InterruptedOperationException(reason.text());
    }
    if (woken == 0) {
      place.since = System.nanoTime();
      queue.addLast(place);
    } else {
      queue.addFirst(place);
    }
    w.prepare(reason);
    queue.unlock();
    return true;
  }

  private void await(WaitList queue, WaitList.Place place, WaitReason reason) {
    if (place.waiter.await()) {
      return;
    }
    queue.lock();
    boolean withdrawn = queue.remove(place);
    if (withdrawn && queue.isEmpty()) {
      STATE.getAndBitwiseAnd(this, ~QUEUED);
    }
    queue.unlock();
    if (withdrawn) {
      throw new InterruptedOperationException(reason.text());
    }
    place.waiter.awaitWake();
  }

  // ---- waking

  private void unlockSlow() {
    while (true) {
      int s = state;
      if ((s & LOCKED) == 0) {
        throw new IllegalMonitorStateException(NOT_LOCKED);
      }
      if ((s & (QUEUED | WOKEN)) == QUEUED) {
        if (unlockForFirst(Objects.requireNonNull(queue))) {
          return;
        }
      } else if (STATE.compareAndSet(this, s, s & ~LOCKED)) {
        return;
      }
    }
  }

  /**
   * Unlocks and wakes the first in the queue, or hands it the mutex; false if the state has changed
   * meanwhile.
   */
  private boolean unlockForFirst(WaitList queue) {
    long now = System.nanoTime();
    queue.lock();
    WaitList.Place next = queue.first();
    if (next == null) {
      queue.unlock();
      return false; // it gave up
    }
    boolean give = now - next.since > starvationNanos;
    int remove = (give ? 0 : LOCKED) | (queue.isAlone(next) ? QUEUED : 0);
    int add = give ? 0 : WOKEN;
    int s;
    do {
      s = state;
      if ((s & (LOCKED | WOKEN)) != LOCKED) {
        queue.unlock();
        return false; // somebody else has unlocked it
      }
    } while (!STATE.compareAndSet(this, s, (s & ~remove) | add));
    queue.remove(next);
    next.given = give;
    queue.unlock();
    next.waiter.wake();
    return true;
  }
}
