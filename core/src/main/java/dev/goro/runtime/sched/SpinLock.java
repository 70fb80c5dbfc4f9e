package dev.goro.runtime.sched;

import dev.goro.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for sections of a few instructions in which nothing blocks, allocates much or calls the
 * user's code.
 *
 * <p>It never parks the goroutine: it may be taken by an M between goroutines, by a goroutine on
 * the M, by the JDK's own threads, and while the continuation is pinned. A holder that the OS has
 * put aside is waited for by giving up the time slice, not by spinning.
 *
 * <p>Ordering: {@link #lock} acquires by a compare-and-set (a full fence on every CPU that HotSpot
 * knows), {@link #unlock} is a release store. What a holder wrote is therefore seen by the next
 * one. Nothing orders the release against later reads of the same thread; code that needs that has
 * its own fence and says so.
 */
public class SpinLock {
  private static final int FIRST_PAUSES = 200;
  private static final int MOST_PAUSES = 512;
  private static final int YIELDS = 64;
  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by HELD
  private volatile int held;

  /** Takes the lock. Not reentrant. */
  public final void lock() {
    if (!HELD.compareAndSet(this, 0, 1)) {
      contend();
    }
  }

  /** Takes the lock if it is free. */
  public final boolean tryLock() {
    return held == 0 && HELD.compareAndSet(this, 0, 1);
  }

  /** What those who find the lock taken are counted as. */
  protected Contention contention() {
    return Contention.OTHER;
  }

  /** A lock that stands alone, with what those who find it taken are counted as. */
  static SpinLock counted(Contention what) {
    return new SpinLock() {
      @Override
      protected Contention contention() {
        return what;
      }
    };
  }

  /** Releases the lock; only its holder may. */
  public final void unlock() {
    HELD.setRelease(this, 0);
  }

  // A waiter looks seldom, and less often the longer it waits: each look takes the line of the lock
  // from its holder, who has more to do in a row the longer it is left alone, which is cheaper for
  // all than to hand the lock to and fro between two CPUs. So the first look comes only after some
  // microseconds: a hundred operations of the holder's, and as long as Go's locks spin.
  @SuppressWarnings("ThreadPriorityCheck") // it waits for one that is about to finish
  private void contend() {
    contention().count();
    int pauses = FIRST_PAUSES;
    for (int round = 0; ; round++) {
      Pause.spin(pauses);
      if (held == 0 && HELD.compareAndSet(this, 0, 1)) {
        return;
      }
      if (pauses < MOST_PAUSES) {
        pauses *= 2;
      } else if (VirtualThreads.AVAILABLE) {
        VirtualThreads.osYield(); // the holder may have been put aside
      } else if (round > YIELDS) {
        // On the JDK's scheduler there is no way to give up the slice from a virtual thread but to
        // leave its carrier.
        Thread.yield();
      }
    }
  }
}
