package dev.goro.runtime.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link Domain} that was given none, and the one on which the goroutines of a
 * domain go on whose executor failed. It runs what it is given, one after the other.
 *
 * <p>A domain never asks for a run before the last one has begun, so that one slot is enough.
 *
 * <h2>Holding</h2>
 *
 * The thread of an event loop runs only while somebody has it run:
 *
 * <pre>
 *   HELD ---- go ----> GOING ---- pause ----> PAUSING
 *    ^  \                                       ^  |
 *    |   +------- go, for one batch ------------+  |
 *    +----------- the thread, after its batch -----+   and tells whoever had it go
 * </pre>
 *
 * <p>A domain's turns look at {@link #isPausing} where a batch of its queue ends (see {@link
 * TurnQueue}), and come back. What they hand to a thread that is HELD waits in its slot. The thread
 * alone leaves PAUSING; only one may have it go at a time.
 */
final class DomainThread extends Thread implements Executor {
  private static final int HELD = 0;
  private static final int GOING = 1;
  private static final int PAUSING = 2;

  private static final AtomicInteger NUMBER = new AtomicInteger(1);
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(DomainThread.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Runnable next;
  private volatile boolean end;
  private volatile int state;

  /** Whether it is about to tell that it is held again. */
  private volatile boolean telling;

  /** Told when the thread is held again; written by the one that has it go, before it goes. */
  private @Nullable Runnable onHeld;

  private DomainThread(long stackSize, int state) {
    super(
        Machines.rootGroup(), null, "goro-onethread-" + NUMBER.getAndIncrement(), stackSize, false);
    setDaemon(true);
    setContextClassLoader(null); // or it would keep the loader of whoever happened to make it
    this.state = state;
  }

  static DomainThread started() {
    return started(GOING);
  }

  /** One that runs nothing until {@link #go}. */
  static DomainThread startedHeld() {
    return started(HELD);
  }

  private static DomainThread started(int state) {
    // It carries the stack of the goroutine that it runs, as an M does.
    DomainThread thread = new DomainThread(Settings.current().maxStack(), state);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // the OS does not give so large a stack
      thread = new DomainThread(0, state);
      thread.start();
    }
    return thread;
  }

  /**
   * Lets it run, for one that knows that it is held.
   *
   * @param onceOnly whether for one batch only
   * @param onHeld told, by the thread, when it is held again
   */
  void go(boolean onceOnly, Runnable onHeld) {
    this.onHeld = onHeld;
    state = onceOnly ? PAUSING : GOING;
    LockSupport.unpark(this);
  }

  /** Has it held after its batch; false if it does not go. Anybody may. */
  boolean pause() {
    if (!STATE.compareAndSet(this, GOING, PAUSING)) {
      return state == PAUSING;
    }
    LockSupport.unpark(this);
    return true;
  }

  /** Whether the turns are to come back after their batch. */
  boolean isPausing() {
    return state == PAUSING;
  }

  /** Whether it runs nothing. */
  boolean isHeld() {
    return state == HELD;
  }

  /** Whether it is about to be held, or to tell of it: whoever had it go will go on. */
  boolean willTell() {
    return state == PAUSING || telling;
  }

  @Override
  public void execute(Runnable turns) {
    next = turns;
    LockSupport.unpark(this);
  }

  /** Ends the thread, after what it was given. */
  void end() {
    end = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    if (Affinity.ON) {
      Affinity.undo();
    }
    while (true) {
      Runnable turns = state == HELD ? null : next;
      if (turns != null) {
        next = null;
        turns.run();
      }
      if (state == PAUSING) {
        Runnable held = onHeld;
        onHeld = null;
        telling = true; // before it is no more PAUSING
        state = HELD;
        if (held != null) {
          held.run();
        }
        telling = false;
      } else if (turns != null) {
        continue;
      } else if (end) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }
}
