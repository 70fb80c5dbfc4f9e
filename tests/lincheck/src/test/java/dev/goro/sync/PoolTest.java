package dev.goro.sync;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** A shelf of a {@link Pool} is a stack: what was put is taken once. */
public class PoolTest {
  private final Pool.Shelf shelf = new Pool.Shelf(1);

  @Operation
  public void put(int n) {
    shelf.put(n);
  }

  @Operation
  public int take() {
    Object object = shelf.take();
    return object == null ? Integer.MIN_VALUE : (Integer) object;
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final Deque<Integer> stack = new ArrayDeque<>();

    public void put(int n) {
      stack.push(n);
    }

    public int take() {
      Integer top = stack.poll();
      return top == null ? Integer.MIN_VALUE : top;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(PoolTest.class);
  }
}
