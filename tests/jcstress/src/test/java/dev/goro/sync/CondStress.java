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

  /** A broadcast as two come to wait. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both were woken, or needed not wait")
  @State
  public static class AwaitsAgainstBroadcast {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);
    private int written;

    private int await() {
      mutex.lock();
      while (written == 0) {
        cond.await();
      }
      int seen = written;
      mutex.unlock();
      return seen;
    }

    @Actor
    public void waiter(II_Result r) {
      r.r1 = await();
    }

    @Actor
    public void another(II_Result r) {
      r.r2 = await();
    }

    @Actor
    public void caller() {
      mutex.lock();
      written = 1;
      cond.broadcast();
      mutex.unlock();
    }
  }
}
