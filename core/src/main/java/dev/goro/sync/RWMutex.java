package dev.goro.sync;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that either any number of readers hold, or one writer: Go's {@code sync.RWMutex}. It is
 * not bound to a goroutine: another one may unlock it.
 *
 * <p>As soon as a writer waits, readers that come wait for it, so that it gets its turn; when it
 * unlocks, all readers that wait are let in before the next writer. So a reader must not lock for
 * reading a second time (a writer may have come between), nor lock for writing what it has locked
 * for reading: neither would end.
 *
 * <p>Memory effects: an {@link #unlock} happens before the {@link #lock} and each {@link #rLock}
 * that follow it; an {@link #rUnlock} happens before the {@link #lock} that follows it.
 *
 * {@snippet :
 * rates.rLock();
 * try {
 *   return table.get(currency);
 * } finally {
 *   rates.rUnlock();
 * }
 * }
 */
public final class RWMutex implements Locker {
  /*
   * The state is three bits and, above them, the number of readers that hold the lock:
   *
   *   PENDING  a writer is there: it holds the lock, or waits for readers to leave. No reader comes
   *            in. It is of the one that holds the mutex of the writers.
   *   HELD     the writer holds the lock: no reader is left. Implies PENDING.
   *   QUEUED   readers wait for the writer. Implies PENDING. Changed with the queue's lock held.
   *
   * A reader counts itself by a fetch-and-add, which never has to be tried again, and then looks
   * whether a writer is there. If so it is not in: it takes the queue's lock, and if the writer is
   * still there takes itself back, as if it left, and waits. If the writer has gone it is in.
   *
   * Invariants: while HELD is set nobody counted is in. While PENDING is set nobody that counts
   * itself is in, so the number falls to 0; whoever makes it 0, or finds it 0 under the queue's lock
   * as it is about to wait, sets HELD: the reader looks for the writer after it has made it 0, the
   * writer looks at the number after it took the lock under which it shows itself, so one of the two
   * sees the other. A reader goes into the queue only by way of a compare-and-set that finds
   * PENDING, under the queue's lock; and PENDING is cleared either by a compare-and-set that finds
   * no QUEUED and nobody counted, or under that lock with all readers of the queue let in. So no
   * reader is left behind.
   *
   * Ordering: all steps on the state are volatile; who was let in reads what came before by way of
   * the wake-up.
   *
   * Proved by RWMutexTest and BlockingRWMutexTest (Lincheck) and RWMutexStress (jcstress).
   */
  private static final int PENDING = 1;
  private static final int HELD = 2;
  private static final int QUEUED = 4;
  private static final int READERS_SHIFT = 3;
  private static final int READER = 1 << READERS_SHIFT;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(RWMutex.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  /** Held by the writer that is there; the others wait for it. */
  private final Mutex writers = new Mutex();

  /** The readers that wait; its lock guards {@link #leaving} too. */
  private final WaitList queue = new WaitList();

  /** The writer that waits until the readers have left. */
  private @Nullable Waiter leaving;

  /** An unlocked lock. */
  public RWMutex() {}

  // ---- reading

  /**
   * Locks it for reading; blocks while a writer holds it or waits for it. Go's {@code RLock}.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; it was
   *     not locked
   */
  public void rLock() {
    Headroom.checkForMore(); // so that the unlock will have room
    int before = (int) STATE.getAndAdd(this, READER);
    if ((before & PENDING) != 0) {
      rLockSlow();
    }
  }

  /**
   * Locks it for reading if no writer holds it or waits for it. Does not block. Go's {@code
   * TryRLock}.
   *
   * @return whether it was locked by this call
   */
  public boolean tryRLock() {
    for (int s = state; (s & PENDING) == 0; s = state) {
      if (STATE.compareAndSet(this, s, s + READER)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Undoes one {@link #rLock}. Does not block. Go's {@code RUnlock}.
   *
   * @throws IllegalMonitorStateException if it is not locked for reading
   */
  public void rUnlock() {
    Headroom.check();
    int before = (int) STATE.getAndAdd(this, -READER);
    if (readers(before) == 0) {
      int wrong = (int) STATE.getAndAdd(this, READER);
      if (readers(wrong + READER) == 0 && (wrong & PENDING) != 0) {
        lastReaderLeft(); // a writer that came between has seen a number that was none
      }
      throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex");
    }
    if (readers(before) == 1 && (before & PENDING) != 0) {
      lastReaderLeft();
    }
  }

  /**
   * The read side as a lock of its own: {@code lock} is {@link #rLock}, {@code unlock} is {@link
   * #rUnlock}. Go's {@code RLocker}.
   *
   * @return a view of this lock
   */
  public Locker rLocker() {
    return new ReadLocker(this);
  }

  private record ReadLocker(RWMutex of) implements Locker {
    @Override
    public void lock() {
      of.rLock();
    }

    @Override
    public void unlock() {
      of.rUnlock();
    }
  }

  /** For a reader that is counted, and found a writer. */
  private void rLockSlow() {
    Waiter w = Waiter.current();
    boolean interrupted = w.interrupted();
    var place = new WaitList.Place(w);
    place.sleeps = true;
    queue.lock();
    int s;
    int add = interrupted ? 0 : QUEUED;
    do {
      s = state;
      if ((s & PENDING) == 0) {
        queue.unlock();
        return; // the writer has gone, and it is counted
      }
    } while (!STATE.compareAndSet(this, s, (s - READER) | add));
    Waiter writer = readers(s) == 1 ? takeLeaving() : null;
    if (!interrupted) {
      queue.addLast(place);
      w.arm(WaitReason.RW_MUTEX_READ);
    }
    queue.unlock();
    if (writer != null) {
      writer.wake();
    }
    if (interrupted) {
      throw new InterruptedOperationException(WaitReason.RW_MUTEX_READ.text());
    }
    if (w.awaitArmed()) {
      return; // who let it in has counted it
    }
    queue.lock();
    boolean withdrawn = queue.remove(place);
    if (withdrawn && queue.isEmpty()) {
      STATE.getAndBitwiseAnd(this, ~QUEUED);
    }
    queue.unlock();
    if (withdrawn) {
      throw new InterruptedOperationException(WaitReason.RW_MUTEX_READ.text());
    }
    w.awaitWake();
  }

  private void lastReaderLeft() {
    queue.lock();
    Waiter w = takeLeaving();
    queue.unlock();
    if (w != null) {
      w.wake();
    }
  }

  /**
   * With the queue's lock held: gives the lock to the writer that waits for it, if it can have it.
   */
  private @Nullable Waiter takeLeaving() {
    Waiter w = leaving;
    if (w == null) {
      return null;
    }
    int s;
    do {
      s = state;
      if (readers(s) != 0) {
        return null; // of another writer, if the one that was there gave up; or one that will leave
      }
    } while (!STATE.compareAndSet(this, s, s | HELD));
    leaving = null;
    return w;
  }

  // ---- writing

  /**
   * Locks it for writing; blocks while readers or another writer hold it.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; it was
   *     not locked
   */
  @Override
  public void lock() {
    Headroom.checkForMore(); // so that the unlock will have room
    writers.lock(WaitReason.RW_MUTEX_WRITE);
    int s;
    do {
      s = state;
    } while (!STATE.compareAndSet(this, s, s | PENDING | (readers(s) == 0 ? HELD : 0)));
    if (readers(s) != 0) {
      awaitReaders();
    }
  }

  /**
   * Locks it for writing if nobody holds it and no writer waits for it. Does not block.
   *
   * @return whether it was locked by this call
   */
  public boolean tryLock() {
    if (!writers.tryLock()) {
      return false;
    }
    if (!STATE.compareAndSet(this, 0, PENDING | HELD)) {
      writers.unlock();
      return false;
    }
    return true;
  }

  /**
   * Undoes a {@link #lock}. Does not block.
   *
   * @throws IllegalMonitorStateException if it is not locked for writing
   */
  @Override
  public void unlock() {
    Headroom.check();
    if (!STATE.compareAndSet(this, PENDING | HELD, 0)) {
      queue.lock();
      if ((state & HELD) == 0) {
        queue.unlock();
        throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex");
      }
      letReadersIn();
    }
    writers.unlock();
  }

  private void awaitReaders() {
    Waiter w = Waiter.current();
    boolean interrupted = w.interrupted();
    queue.lock();
    leaving = w;
    if (takeLeaving() != null) {
      queue.unlock();
      return;
    }
    if (!interrupted) {
      w.prepare(WaitReason.RW_MUTEX_WRITE);
      queue.unlock();
      if (w.await()) {
        return;
      }
      queue.lock();
      if (leaving == null) {
        queue.unlock();
        w.awaitWake();
        return;
      }
    }
    leaving = null; // or the last reader would wake it out of another wait
    letReadersIn();
    writers.unlock();
    throw new InterruptedOperationException(WaitReason.RW_MUTEX_WRITE.text());
  }

  /**
   * With the queue's lock held, which it releases: the writer leaves, and the readers that wait for
   * it hold the lock.
   */
  private void letReadersIn() {
    List<Waiter> all = queue.pollSleepers();
    int s;
    do {
      s = state;
    } while (!STATE.compareAndSet(this, s, (s & ~(PENDING | HELD | QUEUED)) + all.size() * READER));
    queue.unlock();
    Scheduler.readyAll(all);
  }

  private static int readers(int state) {
    return state >>> READERS_SHIFT;
  }
}
