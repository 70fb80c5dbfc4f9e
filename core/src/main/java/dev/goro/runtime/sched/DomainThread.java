package dev.goro.runtime.sched;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link Domain} that was given none, and the one on which the goroutines of a
 * domain go on whose executor failed. It runs what it is given, one after the other.
 *
 * <p>A domain never asks for a run before the last one has begun, so that one slot is enough.
 */
final class DomainThread extends Thread implements Executor {
  private static final AtomicInteger NUMBER = new AtomicInteger(1);

  private volatile @Nullable Runnable next;
  private volatile boolean end;

  private DomainThread(long stackSize) {
    super(
        Machines.rootGroup(), null, "goro-onethread-" + NUMBER.getAndIncrement(), stackSize, false);
    setDaemon(true);
    setContextClassLoader(null); // or it would keep the loader of whoever happened to make it
  }

  static DomainThread started() {
    // It carries the stack of the goroutine that it runs, as an M does.
    DomainThread thread = new DomainThread(Settings.current().maxStack());
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // the OS does not give so large a stack
      thread = new DomainThread(0);
      thread.start();
    }
    return thread;
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
      Runnable turns = next;
      if (turns != null) {
        next = null;
        turns.run();
      } else if (end) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }
}
