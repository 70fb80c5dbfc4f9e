package dev.goro.runtime.sched;

import dev.goro.runtime.timer.TimerHeap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the timers where there are no Ps to do it: on the JDK's scheduler. One daemon thread, one
 * heap; it ends when there has been no timer for a while.
 */
final class TimerThread extends Thread {
  static final TimerHeap HEAP = new TimerHeap();

  private static final SpinLock LOCK = new SpinLock();
  private static @Nullable TimerThread instance;

  private TimerThread() {
    super(Machines.rootGroup(), null, "goro-timers", 0, false);
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** A timer has become the first. */
  static void added() {
    LOCK.lock();
    TimerThread running = instance;
    TimerThread t = running == null ? new TimerThread() : running;
    instance = t;
    LOCK.unlock();
    if (running == null) {
      t.start();
    } else {
      LockSupport.unpark(t);
    }
  }

  @Override
  public void run() {
    while (true) {
      long now = System.nanoTime();
      HEAP.run(now);
      long next = HEAP.next();
      long wait = next == TimerHeap.NONE ? Machine.IDLE_NANOS : next - System.nanoTime();
      if (wait <= 0) {
        continue;
      }
      LockSupport.parkNanos(this, wait);
      if (next == TimerHeap.NONE && System.nanoTime() - now >= wait && endIfIdle()) {
        return;
      }
    }
  }

  // Under the lock that starts the next one: whoever adds a timer after this look finds no thread
  // and makes one.
  private boolean endIfIdle() {
    LOCK.lock();
    try {
      if (HEAP.next() != TimerHeap.NONE) {
        return false;
      }
      instance = null;
      return true;
    } finally {
      LOCK.unlock();
    }
  }
}
