package dev.goro.runtime.sched;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Taking several at once from a {@link RunQueue}: a thief takes half into its own queue, the owner
 * takes half out for the global queue, and a third thread takes one at a time.
 *
 * <p>How many half is, the thief computes from a head and a tail that it reads one after the other;
 * it takes that many if the head has not moved since. What it takes is half of what stood there at
 * the second read. Were the ring full between then and its success, the owner would find no room in
 * a ring that has some, in any order of the calls. So the ring is never full here: nothing is put
 * in before the threads start, and one thread alone puts, no more than fit.
 *
 * <p>What the thief has taken is in neither queue until it publishes it in its own. So nobody else
 * looks there here.
 */
@Param(name = "g", gen = IntGen.class, conf = Ids.RANGE)
public class RunQueueStealTest {
  private static final int CAPACITY = 4;

  private final RunQueue queue = new RunQueue(CAPACITY);
  private final RunQueue thief = new RunQueue(CAPACITY);

  @Operation(nonParallelGroup = "owner", params = "g")
  public boolean offer(int g) {
    return queue.offer(Ids.goroutine(g));
  }

  @Operation(nonParallelGroup = "owner")
  public int poll() {
    return Ids.id(queue.poll());
  }

  @Operation(nonParallelGroup = "owner")
  public List<Integer> pollHalf() {
    return Ids.linked(queue.pollHalf(new int[1]));
  }

  @Operation(nonParallelGroup = "thief")
  public int stealInto() {
    return Ids.id(queue.stealInto(thief));
  }

  @Operation(nonParallelGroup = "thief")
  public int thiefPoll() {
    return Ids.id(thief.poll());
  }

  @Operation
  public int stealOne() {
    return Ids.id(queue.stealOne());
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final ArrayDeque<Integer> thief = new ArrayDeque<>();

    public boolean offer(int g) {
      return queue.size() < CAPACITY && queue.add(g);
    }

    public int poll() {
      return queue.isEmpty() ? 0 : queue.poll();
    }

    public List<Integer> pollHalf() {
      List<Integer> taken = new ArrayList<>();
      for (int n = queue.size() / 2; n > 0; n--) {
        taken.add(queue.poll());
      }
      return taken;
    }

    public int stealInto() {
      int n = Math.min(queue.size() - queue.size() / 2, CAPACITY - thief.size() + 1);
      for (int i = 1; i < n; i++) {
        thief.add(queue.poll());
      }
      return poll();
    }

    public int thiefPoll() {
      return thief.isEmpty() ? 0 : thief.poll();
    }

    public int stealOne() {
      return poll();
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class)
        .actorsBefore(0)
        .actorsPerThread(CAPACITY)
        .actorsAfter(0)
        .check(RunQueueStealTest.class);
  }
}
