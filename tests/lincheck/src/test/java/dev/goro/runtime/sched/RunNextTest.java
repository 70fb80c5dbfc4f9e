package dev.goro.runtime.sched;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The slot {@code runnext} of a {@link RunQueue}: what the owner puts there is taken once, by it or
 * by a thief, or is kicked out by the next.
 *
 * <p>A thief may come away with nothing although the slot is never empty: the owner has put another
 * goroutine there between its look and its attempt. The thief here tries again until it sees the
 * slot empty.
 */
@Param(name = "g", gen = IntGen.class, conf = Ids.RANGE)
public class RunNextTest {
  private final RunQueue queue = new RunQueue(4);

  @Operation(nonParallelGroup = "owner", params = "g")
  public int swapNext(int g) {
    return Ids.id(queue.swapNext(Ids.goroutine(g)));
  }

  @Operation(nonParallelGroup = "owner")
  public int takeNext() {
    return Ids.id(queue.takeNext());
  }

  @Operation
  public int stealNext() {
    Goroutine g;
    do {
      g = queue.stealNext();
    } while (g == null && !queue.isEmpty());
    return Ids.id(g);
  }

  @Operation
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int next;

    public int swapNext(int g) {
      int kicked = next;
      next = g;
      return kicked;
    }

    public int takeNext() {
      return swapNext(0);
    }

    public int stealNext() {
      return swapNext(0);
    }

    public boolean isEmpty() {
      return next == 0;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(RunNextTest.class);
  }
}
