package dev.goro.sync;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.util.List;
import java.util.Objects;

/**
 * Where goroutines, or threads, wait until others tell them that something has changed: Go's {@code
 * sync.Cond}. It has a lock, which is held to look at that something and to change it.
 *
 * <p>Who was woken holds the lock again, but somebody else may have held it between: look again, in
 * a loop. For most of what it does channels do better: a broadcast is the close of a channel, a
 * signal is a send.
 *
 * <p>Memory effects: a {@link #signal} or {@link #broadcast} happens before the return of an {@link
 * #await} that it ends.
 *
 * {@snippet :
 * mutex.lock();
 * try {
 *   while (jobs.isEmpty()) {
 *     arrived.await();           // var arrived = new Cond(mutex);
 *   }
 *   job = jobs.remove();
 * } finally {
 *   mutex.unlock();
 * }
 * }
 */
public final class Cond {
  /*
   * A waiter takes its place while it holds the locker, so each signal that comes after the unlock
   * finds it. It goes to sleep only later, and looks first whether its place was taken out
   * meanwhile: so the locker may be anything, even what makes the waiter wait for something else.
   * Of a Mutex or RWMutex it is known that its unlock does not: there the waiter is ready to be
   * woken as it takes its place, and need not look again.
   *
   * Proved by CondTest (Lincheck) and CondStress (jcstress).
   */
  private final Locker locker;
  private final WaitList queue = new WaitList();

  /**
   * A condition.
   *
   * @param locker what is held to look at what is waited for: a {@link Mutex}, an {@link RWMutex},
   *     or its {@link RWMutex#rLocker() read side}
   */
  public Cond(Locker locker) {
    this.locker = Objects.requireNonNull(locker, "a Cond needs a locker: give it a Mutex");
  }

  /**
   * Its lock: Go's field {@code L}.
   *
   * @return what was given to the constructor
   */
  public Locker locker() {
    return locker;
  }

  /**
   * Unlocks the locker, waits until it is woken, and locks the locker again: Go's {@code Wait}.
   * Those who wait are woken in the order in which they came. It does not return without a {@link
   * #signal} or {@link #broadcast}.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it waits, or was when
   *     it came; the locker is locked, as after a return
   * @throws IllegalMonitorStateException if the locker is not locked
   */
  public void await() {
    Headroom.checkForMore();
    Waiter w = Waiter.current();
    w.checkInterrupt(WaitReason.COND);
    var place = new WaitList.Place(w);
    boolean plain = locker instanceof Mutex || locker instanceof RWMutex;
    queue.lock();
    if (plain) {
      place.sleeps = true;
      w.arm(WaitReason.COND);
    }
    queue.addLast(place);
    queue.unlock();
    unlock(place);
    boolean woken = plain ? awaitWoken(place, w.awaitArmed()) : await(place);
    relock();
    if (!woken) {
      throw new InterruptedOperationException(WaitReason.COND.text());
    }
  }

  /**
   * Wakes the one that has waited longest, if any. The locker need not be held. Does not block.
   * Go's {@code Signal}.
   */
  public void signal() {
    Headroom.check();
    queue.lock();
    WaitList.Place next = queue.poll();
    boolean wake = next != null && next.sleeps;
    queue.unlock();
    if (next != null && wake) {
      next.waiter.wake();
    }
  }

  /** Wakes all that wait. The locker need not be held. Does not block. Go's {@code Broadcast}. */
  public void broadcast() {
    Headroom.check();
    queue.lock();
    List<Waiter> sleepers = queue.pollSleepers();
    queue.unlock();
    Scheduler.readyAll(sleepers);
  }

  private void unlock(WaitList.Place place) {
    boolean unlocked = false;
    try {
      locker.unlock();
      unlocked = true;
    } finally {
      if (!unlocked && !remove(place)) {
        if (place.sleeps) {
          place.waiter.awaitWake(); // the wake-up is on its way
        }
        signal(); // it had the signal of one that does wait
      }
    }
  }

  /** Sleeps until its place is taken out; false if it was interrupted before. */
  private boolean await(WaitList.Place place) {
    Waiter w = place.waiter;
    queue.lock();
    if (!queue.contains(place)) {
      queue.unlock();
      return true;
    }
    place.sleeps = true;
    w.prepare(WaitReason.COND);
    queue.unlock();
    return awaitWoken(place, w.await());
  }

  /** After a wait: whether it was woken and not interrupted, which is told apart by its place. */
  private boolean awaitWoken(WaitList.Place place, boolean woken) {
    if (woken) {
      return true;
    }
    if (remove(place)) {
      return false;
    }
    place.waiter.awaitWake();
    return true;
  }

  private boolean remove(WaitList.Place place) {
    queue.lock();
    boolean removed = queue.remove(place);
    queue.unlock();
    return removed;
  }

  /** Locks the locker, whatever interrupts there are: whoever calls {@link #await} will unlock. */
  private void relock() {
    boolean interrupted = false;
    while (true) {
      try {
        locker.lock();
        break;
      } catch (InterruptedOperationException e) {
        interrupted = true;
        Thread.interrupted(); // and set again below
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
