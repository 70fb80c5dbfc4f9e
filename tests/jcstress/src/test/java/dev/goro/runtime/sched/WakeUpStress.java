package dev.goro.runtime.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The wake-up protocol of {@link Waiter} and {@link Goroutine}: no wake-up is lost, and none is
 * given twice.
 */
public class WakeUpStress {
  /**
   * A goroutine announces that it parks as somebody wakes it. Either it sees that it is woken, or
   * the waker sees that it parks, and leaves the mark that its M will look at.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it parks, and the waker has marked it")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "it saw that it is woken")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "it parks, and nobody will wake it")
  @State
  public static class ParkAgainstWake {
    private static final VarHandle STATUS;

    static {
      try {
        STATUS =
            MethodHandles.privateLookupIn(Goroutine.class, MethodHandles.lookup())
                .findVarHandle(Goroutine.class, "status", byte.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final Goroutine g = RunQueueStress.goroutine(1);

    @Actor
    public void goroutine(II_Result r) {
      r.r1 = g.parkAgain() ? 1 : 0;
    }

    @Actor
    public void waker() {
      g.wake();
    }

    @Arbiter
    public void mark(II_Result r) {
      r.r2 = (byte) STATUS.getVolatile(g) == Goroutine.PARKING_READIED ? 1 : 0;
    }
  }

  /** Two that want to complete the same wait. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one of them does")
  @State
  public static class TwoClaims {
    private final Waiter w = new ThreadWaiter(Thread.currentThread());
    private final int ticket = w.newTicket();

    @Actor
    public void channel(II_Result r) {
      r.r1 = w.claim() ? 1 : 0;
    }

    @Actor
    public void timer(II_Result r) {
      r.r2 = w.claim(ticket) ? 1 : 0;
    }
  }

  /** A timer of a wait that is over comes late, into the next one. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the late one gets nothing")
  @State
  public static class LateClaim {
    private final Waiter w = new ThreadWaiter(Thread.currentThread());
    private final int over = w.newTicket();

    public LateClaim() {
      w.claim();
    }

    @Actor
    public void next(II_Result r) {
      w.newTicket();
      r.r1 = w.claim() ? 1 : 0;
    }

    @Actor
    public void late(II_Result r) {
      r.r2 = w.claim(over) ? 1 : 0;
    }
  }

  /** Two hold a spin lock, one after the other, and each sees what the other wrote. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "both counted")
  @State
  public static class TwoLockers {
    private final SpinLock lock = new SpinLock();
    private int count;

    @Actor
    public void first() {
      lock.lock();
      count++;
      lock.unlock();
    }

    @Actor
    public void second() {
      lock.lock();
      count++;
      lock.unlock();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = count;
    }
  }
}
