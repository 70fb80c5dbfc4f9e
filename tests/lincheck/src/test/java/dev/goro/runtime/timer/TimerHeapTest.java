package dev.goro.runtime.timer;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.BitSet;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Setting timers, again and again, and cancelling them while the heap that they are in is moved
 * into another one, as it is when a P goes away: each timer is cancelled once, wherever it is, and
 * none is lost.
 *
 * <p>That a timer either fires or is cancelled is for jcstress: firing all that are due is not one
 * step.
 */
@Param(name = "timer", gen = IntGen.class, conf = "0:3")
@Param(name = "fresh", gen = IntGen.class, conf = "4:9")
public class TimerHeapTest {
  private static final int SET_BEFORE = 4;
  private static final int TIMERS = 10;

  private static final class Nothing extends TimerNode {
    @Override
    protected void fire(long now) {
      throw new AssertionError("nothing runs this heap");
    }
  }

  private final TimerHeap old = new TimerHeap();
  private final TimerHeap target = new TimerHeap();
  private final TimerNode[] timers = new TimerNode[TIMERS];

  public TimerHeapTest() {
    for (int i = 0; i < SET_BEFORE; i++) {
      timers[i] = new Nothing();
      old.add(timers[i], i, true);
    }
  }

  /** Moves the heap; once, since it is for good. */
  @Operation(runOnce = true)
  public void move() {
    old.moveTo(target);
  }

  @Operation(params = "timer")
  public boolean cancel(int timer) {
    return timers[timer].cancel();
  }

  /** Sets a timer anew, which is then rather in the heap that stays. */
  @Operation(params = {"timer", "fresh"})
  public boolean set(int timer, int when) {
    TimerNode node = timers[timer];
    int result;
    do {
      result = node.heap.set(node, when, target);
    } while (result == TimerHeap.ELSEWHERE);
    return result == TimerHeap.REMOVED;
  }

  /** Sets a timer by way of the old heap and takes it back. */
  @Operation(params = "fresh")
  public boolean setAndCancel(int when) {
    TimerNode timer = new Nothing();
    old.add(timer, when, true);
    return timer.cancel();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final BitSet set = new BitSet();

    public Specification() {
      set.set(0, SET_BEFORE);
    }

    public void move() {}

    public boolean cancel(int timer) {
      boolean was = set.get(timer);
      set.clear(timer);
      return was;
    }

    public boolean set(int timer, int when) {
      boolean was = set.get(timer);
      set.set(timer);
      return was;
    }

    public boolean setAndCancel(int when) {
      return true;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    // A timer that becomes the first wakes Ms, which have nothing to do with this heap.
    Effort.of(Specification.class)
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses("dev.goro.runtime.sched.Scheduler")
                .allMethods()
                .ignore())
        .check(TimerHeapTest.class);
  }
}
