package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A waiter on a {@link Cond} goes on, and sees what was written before the signal. */
public class CondStress {
  /** A signal after the unlock, as the waiter comes to wait. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "it was woken, or needed not wait")
  @State
  public static class AwaitAgainstSignal {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);
    private int written;

    @Actor
    public void waiter(I_Result r) {
      mutex.lock();
      while (written == 0) {
        cond.await();
      }
      r.r1 = written;
      mutex.unlock();
    }

    @Actor
    public void signaller() {
      mutex.lock();
      written = 1;
      mutex.unlock();
      cond.signal();
    }
  }

  /** Two take turns: each waits for the other, and wakes it under the lock. */
  @JCStressTest
  @Outcome(id = "2, 3", expect = ACCEPTABLE, desc = "each was woken, or needed not wait")
  @State
  public static class TurnsByBroadcast {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);
    private int turn;

    private int next(int own) {
      mutex.lock();
      while (turn != own) {
        cond.await();
      }
      int seen = ++turn;
      cond.broadcast();
      mutex.unlock();
      return seen;
    }

    @Actor
    public void first(II_Result r) {
      next(0);
      r.r2 = next(2);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = next(1);
    }
  }
}
