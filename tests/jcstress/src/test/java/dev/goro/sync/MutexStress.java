package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Who locks a {@link Mutex} sees what those before it wrote, and is alone. */
public class MutexStress {
  private static final int ALWAYS_STARVED = -1;

  /** The fast path of each: who comes too late waits and is woken. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "all have counted")
  @State
  public static class TwoCompete {
    private final Mutex mutex = new Mutex();
    private int count;

    private void add() {
      mutex.lock();
      count++;
      mutex.unlock();
    }

    @Actor
    public void first() {
      add();
      add();
    }

    @Actor
    public void second() {
      add();
      add();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = count;
    }
  }

  /** Whoever waits is handed the mutex by the unlock. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "all have counted")
  @State
  public static class TwoHandOver {
    private final Mutex mutex = new Mutex(ALWAYS_STARVED);
    private int count;

    private void add() {
      mutex.lock();
      count++;
      mutex.unlock();
    }

    @Actor
    public void first() {
      add();
      add();
    }

    @Actor
    public void second() {
      add();
      add();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = count;
    }
  }

  /** A try beside an unlock: it fails, or sees what was written before. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "it was locked still")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it has locked, after the other")
  @State
  public static class TryAgainstUnlock {
    private final Mutex mutex = new Mutex();
    private int written;

    public TryAgainstUnlock() {
      mutex.lock();
    }

    @Actor
    public void holder() {
      written = 1;
      mutex.unlock();
    }

    @Actor
    public void other(II_Result r) {
      if (mutex.tryLock()) {
        r.r1 = 1;
        r.r2 = written;
      }
    }
  }
}
