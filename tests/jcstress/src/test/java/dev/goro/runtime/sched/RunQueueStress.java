package dev.goro.runtime.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The owner of a run queue against a thief: nothing is lost, nothing is taken twice. */
public class RunQueueStress {
  private static final int MARK = 7;

  static Goroutine goroutine(int id) {
    return Goroutine.create(id, 0, 0, null, null, () -> {});
  }

  static int id(Goroutine g) {
    return g == null ? 0 : (int) g.id();
  }

  /** Both want the only goroutine. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one of them has it")
  @State
  public static class PollAgainstSteal {
    private final RunQueue queue = new RunQueue(4);

    public PollAgainstSteal() {
      queue.offer(goroutine(1));
    }

    @Actor
    public void owner(II_Result r) {
      r.r1 = id(queue.poll());
    }

    @Actor
    public void thief(II_Result r) {
      r.r2 = id(queue.stealOne());
    }
  }

  /** What the owner wrote before it put a goroutine in is seen by the thief that takes it out. */
  @JCStressTest
  @Outcome(
      id = {MARK + ", 0", "0, " + MARK},
      expect = ACCEPTABLE,
      desc = "taken with its mark, or still there")
  @State
  public static class OfferAgainstSteal {
    private final RunQueue queue = new RunQueue(4);
    private final Goroutine g = goroutine(1);

    @Actor
    public void owner() {
      g.slot = MARK;
      queue.offer(g);
    }

    @Actor
    public void thief(II_Result r) {
      Goroutine stolen = queue.stealOne();
      r.r1 = stolen == null ? 0 : stolen.slot;
    }

    @Arbiter
    public void rest(II_Result r) {
      Goroutine left = queue.poll();
      r.r2 = left == null ? 0 : left.slot;
    }
  }

  /** Two thieves, each with a queue of its own, and three goroutines. */
  @JCStressTest
  @Outcome(id = "6", expect = ACCEPTABLE, desc = "each of the three is somewhere, once")
  @State
  public static class TwoThieves {
    private final RunQueue queue = new RunQueue(4);
    private final RunQueue first = new RunQueue(4);
    private final RunQueue second = new RunQueue(4);
    private int byFirst;
    private int bySecond;

    public TwoThieves() {
      for (int i = 1; i <= 3; i++) {
        queue.offer(goroutine(i));
      }
    }

    @Actor
    public void first() {
      byFirst = id(queue.stealInto(first));
    }

    @Actor
    public void second() {
      bySecond = id(queue.stealInto(second));
    }

    @Arbiter
    public void all(org.openjdk.jcstress.infra.results.I_Result r) {
      r.r1 = byFirst + bySecond;
      for (RunQueue q : new RunQueue[] {queue, first, second}) {
        Goroutine g;
        while ((g = q.poll()) != null) {
          r.r1 += id(g);
        }
      }
    }
  }

  /** The owner puts another goroutine in {@code runnext} while a thief wants the one there. */
  @JCStressTest
  @Outcome(
      id = {"1, 2, 0", "1, 0, 2", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "kicked, stolen and left are three different ones")
  @State
  public static class SwapAgainstSteal {
    private final RunQueue queue = new RunQueue(4);
    private final Goroutine second = goroutine(2);

    public SwapAgainstSteal() {
      queue.swapNext(goroutine(1));
    }

    @Actor
    public void owner(III_Result r) {
      r.r1 = id(queue.swapNext(second));
    }

    @Actor
    public void thief(III_Result r) {
      r.r2 = id(queue.stealNext());
    }

    @Arbiter
    public void rest(III_Result r) {
      r.r3 = id(queue.takeNext());
    }
  }
}
