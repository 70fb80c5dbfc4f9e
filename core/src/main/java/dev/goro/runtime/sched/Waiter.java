package dev.goro.runtime.sched;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who waits in a blocking operation: a goroutine, which parks, or any other thread, which blocks.
 *
 * <p>The protocol, for an operation on something that a {@link SpinLock} guards:
 *
 * <ol>
 *   <li>With the lock held the waiter puts itself where a waker will find it, calls {@link
 *       #prepare}, and unlocks.
 *   <li>It calls {@link #await}. If that returns false, the thread was interrupted: the waiter
 *       takes the lock and takes itself back. If it is gone already, a waker has it, and it calls
 *       {@link #awaitWake}.
 *   <li>A waker takes the waiter out under the lock, which makes it the only one that may wake it;
 *       it writes its result, unlocks, and calls {@link #wake}, once. After that it may not touch
 *       the waiter or what belongs to it.
 * </ol>
 *
 * <p>Where a waiter stands in several places at once (a select, an operation with a time limit),
 * the one that wins {@link #claim} is the only one that may wake it.
 *
 * <p>Ordering: {@link #wake} stores {@link #done} and then looks at how the waiter waits; the
 * waiter announces that it waits and then looks at {@link #done}. Both do it with a full fence
 * between, so one of them sees the other.
 */
public abstract sealed class Waiter permits Goroutine, ThreadWaiter {
  private static final VarHandle TICKET;
  private static final VarHandle DONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TICKET = lookup.findVarHandle(Waiter.class, "ticket", int.class);
      DONE = lookup.findVarHandle(Waiter.class, "done", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Set by the waker, before it looks at how the waiter waits. */
  volatile boolean done;

  /**
   * Even while the waiter may be claimed, odd once it is; each wait in several places has a number
   * of its own.
   */
  private volatile int ticket;

  /**
   * What an operation keeps with its waiter from one use to the next; of the waiter's own thread
   * alone.
   */
  private @Nullable Object scratch;

  Waiter() {}

  /** The goroutine that runs the caller, or a new waiter for the current thread. */
  public static Waiter current() {
    Goroutine g = Goroutine.current();
    return g != null ? g : new ThreadWaiter(Thread.currentThread());
  }

  /** The waiter's thread. */
  public abstract Thread thread();

  /** Announces that the waiter is about to wait; with the lock held that then publishes it. */
  public abstract void prepare(WaitReason reason);

  /**
   * Makes ready to wait, where the caller has more to do after it publishes the waiter and before
   * it waits: it then calls {@link #awaitArmed}. Between {@link #prepare} and {@link #await} there
   * may be nothing but the release of the lock.
   */
  public abstract void arm(WaitReason reason);

  /** As {@link #await}, after {@link #arm}. */
  public final boolean awaitArmed() {
    return !parkAgain() || await();
  }

  /** Waits until it is woken (true) or interrupted (false). */
  public final boolean await() {
    while (true) {
      park();
      if (done) {
        return true;
      }
      if (interrupted()) {
        return false;
      }
      if (!parkAgain()) {
        return true;
      }
    }
  }

  /** Waits until it is woken, whether interrupted or not. */
  public final void awaitWake() {
    while (!done && parkAgain()) {
      park();
    }
  }

  /** Wakes the waiter. */
  public final void wake() {
    if (VirtualThreads.AVAILABLE) {
      DONE.setRelease(this, true); // unpark begins with a full fence
    } else {
      done = true;
    }
    unpark();
  }

  /** Marks the waiter as woken; the caller then wakes it by {@link Scheduler#readyAll}. */
  final void setDone() {
    done = true;
  }

  /**
   * Takes back the last wake-up; before the waiter can be found, so that a plain store is enough.
   */
  final void resetDone() {
    DONE.set(this, false);
  }

  /**
   * Begins a wait in several places, before the waiter can be found in any, so that a plain store
   * is enough.
   */
  public final int newTicket() {
    int next = (ticket | 1) + 1;
    TICKET.set(this, next);
    return next;
  }

  /**
   * Whether the caller is the one that may wake a waiter that stands in several places; for a
   * caller that has found it in one of them under that place's lock, so that it must be the
   * waiter's current wait.
   */
  public final boolean claim() {
    int current = ticket;
    return (current & 1) == 0 && TICKET.compareAndSet(this, current, current + 1);
  }

  /**
   * As {@link #claim()}, for a caller that may come late, when the waiter is in another wait
   * already.
   */
  public final boolean claim(int expected) {
    return TICKET.compareAndSet(this, expected, expected + 1);
  }

  /** Whether the waiter's thread is interrupted. */
  public final boolean interrupted() {
    return VirtualThreads.AVAILABLE
        ? VirtualThreads.interrupted(thread())
        : thread().isInterrupted();
  }

  /**
   * Refuses to wait when interrupted.
   *
   * @throws InterruptedOperationException if the waiter's thread is interrupted
   */
  public final void checkInterrupt(WaitReason reason) {
    if (interrupted()) {
      throw new InterruptedOperationException(reason.text());
    }
  }

  /** What {@link #keep} kept. */
  public final @Nullable Object kept() {
    return scratch;
  }

  /** Keeps an object for the waiter's next operation. */
  public final void keep(@Nullable Object object) {
    scratch = object;
  }

  /** Blocks until unparked; may return without need. */
  abstract void park();

  /**
   * Announces that it waits, when wakers can find it already; false if it was woken meanwhile, and
   * so may not park.
   */
  abstract boolean parkAgain();

  /**
   * Ends a park, also one that is only announced; between what the caller stored before and its
   * look at the waiter is a full fence.
   */
  abstract void unpark();

  /** The scheduler of a virtual thread, which is its goroutine if it has one. */
  static @Nullable Goroutine scheduledBy(Thread thread) {
    Executor scheduler = VirtualThreads.scheduler(thread);
    return scheduler instanceof Goroutine g && g.thread() == thread ? g : null;
  }
}
