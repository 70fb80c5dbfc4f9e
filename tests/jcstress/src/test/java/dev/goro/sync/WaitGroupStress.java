package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Whoever waits for a {@link WaitGroup} sees what was done, written by plain stores. */
public class WaitGroupStress {
  /** Two that are waited for. */
  @JCStressTest
  @Outcome(id = "11", expect = ACCEPTABLE, desc = "what both have done is seen")
  @State
  public static class OneWaits {
    private final WaitGroup group = new WaitGroup();
    private int first;
    private int second;

    public OneWaits() {
      group.add(2);
    }

    @Actor
    public void first() {
      first = 1;
      group.done();
    }

    @Actor
    public void second() {
      second = 10;
      group.done();
    }

    @Actor
    public void waiter(I_Result r) {
      group.await();
      r.r1 = first + second;
    }
  }

  /** Two that wait. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both are woken")
  @State
  public static class TwoWait {
    private final WaitGroup group = new WaitGroup();
    private int done;

    public TwoWait() {
      group.add(1);
    }

    @Actor
    public void worker() {
      done = 1;
      group.done();
    }

    @Actor
    public void first(II_Result r) {
      group.await();
      r.r1 = done;
    }

    @Actor
    public void second(II_Result r) {
      group.await();
      r.r2 = done;
    }
  }
}
