package dev.goro.runtime.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A timer is fired or stopped, not both, and not neither. */
public class TimerStress {
  /** Fired by an M as somebody stops it. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one of the two")
  @State
  public static class FireAgainstCancel {
    private final TimerHeap heap = new TimerHeap();
    private final Fired timer = new Fired();

    public FireAgainstCancel() {
      heap.add(timer, 1, true);
    }

    @Actor
    public void machine() {
      heap.run(2);
    }

    @Actor
    public void stopper(II_Result r) {
      r.r2 = timer.cancel() ? 1 : 0;
    }

    @Arbiter
    public void fired(II_Result r) {
      r.r1 = timer.times;
    }
  }

  /** Stopped while its P goes away, and its heap is moved to that of another. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "stopped, wherever it was")
  @State
  public static class MoveAgainstCancel {
    private final TimerHeap heap = new TimerHeap();
    private final TimerHeap other = new TimerHeap();
    private final Fired timer = new Fired();

    public MoveAgainstCancel() {
      heap.add(timer, 1, true);
    }

    @Actor
    public void mover() {
      heap.moveTo(other);
    }

    @Actor
    public void stopper(II_Result r) {
      r.r2 = timer.cancel() ? 1 : 0;
    }

    @Arbiter
    public void fired(II_Result r) {
      other.run(2);
      r.r1 = timer.times;
    }
  }

  /** Fired by an M as somebody sets it anew. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "put off: fired once, by the new time")
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "fired, and set for once more")
  @State
  public static class FireAgainstSet {
    private final TimerHeap heap = new TimerHeap();
    private final Fired timer = new Fired();

    public FireAgainstSet() {
      heap.add(timer, 1, true);
    }

    @Actor
    public void machine() {
      heap.run(2);
    }

    @Actor
    public void setter(II_Result r) {
      r.r2 = heap.set(timer, 3, null) == TimerHeap.REMOVED ? 1 : 0;
    }

    @Arbiter
    public void fired(II_Result r) {
      heap.run(4);
      r.r1 = timer.times;
    }
  }

  static final class Fired extends TimerNode {
    int times;

    @Override
    protected void fire(long now) {
      times++;
    }
  }
}
