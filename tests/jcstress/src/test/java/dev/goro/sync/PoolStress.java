package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An object on a shelf of a {@link Pool} is taken by one, who sees what was written into it. */
public class PoolStress {
  private static int take(Pool.Shelf shelf) {
    return shelf.take() instanceof int[] object ? object[0] : 0;
  }

  /** Two that want the only object. */
  @JCStressTest
  @Outcome(
      id = {"7, 0", "0, 7"},
      expect = ACCEPTABLE,
      desc = "one of them gets it")
  @State
  public static class TwoTake {
    private final Pool.Shelf shelf = new Pool.Shelf(1);

    public TwoTake() {
      shelf.put(new int[] {7});
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = take(shelf);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = take(shelf);
    }
  }

  /** One puts a second object, for which the shelf has to grow, as another takes. */
  @JCStressTest
  @Outcome(
      id = {"7, 8", "8, 7"},
      expect = ACCEPTABLE,
      desc = "each object is taken once, and seen whole")
  @State
  public static class PutAgainstTake {
    private final Pool.Shelf shelf = new Pool.Shelf(1);

    public PutAgainstTake() {
      shelf.put(new int[] {7});
    }

    @Actor
    public void putter(II_Result r) {
      shelf.put(new int[] {8});
      r.r1 = take(shelf);
    }

    @Actor
    public void taker(II_Result r) {
      r.r2 = take(shelf);
    }
  }
}
