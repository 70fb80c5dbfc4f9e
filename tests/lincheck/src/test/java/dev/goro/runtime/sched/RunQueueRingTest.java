package dev.goro.runtime.sched;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The ring of a {@link RunQueue} of four: what the owner puts at the tail it and the thieves take
 * from the head, each once and in order, also when the ring is full and where it wraps around.
 */
@Param(name = "g", gen = IntGen.class, conf = Ids.RANGE)
public class RunQueueRingTest {
  private static final int CAPACITY = 4;

  private final RunQueue queue = new RunQueue(CAPACITY);

  @Operation(nonParallelGroup = "owner", params = "g")
  public boolean offer(int g) {
    return queue.offer(Ids.goroutine(g));
  }

  @Operation(nonParallelGroup = "owner")
  public int poll() {
    return Ids.id(queue.poll());
  }

  @Operation
  public int stealOne() {
    return Ids.id(queue.stealOne());
  }

  @Operation
  public int size() {
    return queue.size();
  }

  @Operation
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean offer(int g) {
      return queue.size() < CAPACITY && queue.add(g);
    }

    public int poll() {
      return queue.isEmpty() ? 0 : queue.poll();
    }

    public int stealOne() {
      return poll();
    }

    public int size() {
      return queue.size();
    }

    public boolean isEmpty() {
      return queue.isEmpty();
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).actorsPerThread(4).check(RunQueueRingTest.class);
  }
}
