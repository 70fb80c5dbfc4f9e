package dev.goro.sync;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one goroutine, or thread, holds at a time: Go's {@code sync.Mutex}. It is not
 * reentrant, and may be unlocked by another goroutine than the one that locked it. Whoever has
 * waited longest gets it next.
 *
 * <p>Memory effects: an {@link #unlock} happens before the {@link #lock} that follows it.
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
public final class Mutex {
  /** Guards the rest. */
  private final SpinLock guard = new SpinLock();

  private boolean locked;
  private @Nullable ArrayDeque<Waiter> waiting;

  /** An unlocked mutex. */
  public Mutex() {}

  /**
   * Locks it; blocks while it is locked.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     mutex was not locked
   */
  public void lock() {
    Waiter w;
    guard.lock();
    try {
      if (!locked) {
        locked = true;
        return;
      }
      w = Waiter.current();
      w.checkInterrupt(WaitReason.MUTEX);
      if (waiting == null) {
        waiting = new ArrayDeque<>();
      }
      waiting.addLast(w);
      w.prepare(WaitReason.MUTEX);
    } finally {
      guard.unlock();
    }
    if (w.await()) {
      return; // unlock has left it locked, for this waiter
    }
    guard.lock();
    boolean withdrawn = waiting.remove(w);
    guard.unlock();
    if (withdrawn) {
      throw new InterruptedOperationException(WaitReason.MUTEX.text());
    }
    w.awaitWake();
  }

  /**
   * Locks it if it is unlocked. Does not block.
   *
   * @return whether it was locked by this call
   */
  public boolean tryLock() {
    guard.lock();
    boolean free = !locked;
    locked = true;
    guard.unlock();
    return free;
  }

  /**
   * Unlocks it, or hands it to the one that has waited longest.
   *
   * @throws IllegalMonitorStateException if it is not locked
   */
  public void unlock() {
    Waiter next;
    guard.lock();
    try {
      if (!locked) {
        throw new IllegalMonitorStateException("sync: unlock of unlocked mutex");
      }
      next = waiting == null ? null : waiting.pollFirst();
      locked = next != null;
    } finally {
      guard.unlock();
    }
    if (next != null) {
      next.wake();
    }
  }
}
