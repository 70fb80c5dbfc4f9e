package dev.goro.runtime.sched;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The queue of a domain is first in, first out, and tells who is responsible.
 *
 * <p>A goroutine stands in a queue once, so each push here makes one of its own, and results name
 * it by what it was given. Only the responsible one may take: another push is not answered for it,
 * so the taker here looks whether the queue is idle first.
 */
public class TurnQueueTest {
  private final TurnQueue queue = new TurnQueue();

  @Operation
  public boolean push(int n) {
    return queue.push(Goroutine.create(Math.abs(n) + 1, 0, 0, null, null, () -> {}));
  }

  @Operation(nonParallelGroup = "responsible")
  public int take() {
    return queue.isIdle() ? 0 : Ids.id(queue.take());
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private boolean responsible;

    public boolean push(int n) {
      waiting.add(Math.abs(n) + 1);
      boolean was = responsible;
      responsible = true;
      return !was;
    }

    public int take() {
      Integer first = waiting.poll();
      if (first == null) {
        responsible = false;
        return 0;
      }
      return first;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(TurnQueueTest.class);
  }
}
