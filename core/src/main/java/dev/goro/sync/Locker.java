package dev.goro.sync;

/**
 * What can be locked and unlocked: Go's {@code sync.Locker}. A {@link Cond} waits with one.
 *
 * <p>Goro's own are {@link Mutex}, {@link RWMutex} and its {@link RWMutex#rLocker() read side}.
 *
 * {@snippet :
 * static void guarded(Locker locker, Runnable section) {
 *   locker.lock();
 *   try {
 *     section.run();
 *   } finally {
 *     locker.unlock();
 *   }
 * }
 * }
 */
public interface Locker {
  /**
   * Locks it; blocks until that is possible.
   *
   * @throws dev.goro.InterruptedOperationException if the thread is interrupted while it has to
   *     wait; it was not locked
   */
  void lock();

  /**
   * Unlocks it. Does not block.
   *
   * @throws IllegalMonitorStateException if it is not locked
   */
  void unlock();
}
