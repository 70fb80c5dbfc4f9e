package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever returns from a {@link Once} sees what its function did, written by plain stores. */
public class OnceStress {
  /** Two that come at once. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one did it, and both see it")
  @State
  public static class TwoRun {
    private final Once once = new Once();
    private int done;

    @Actor
    public void first(II_Result r) {
      once.run(() -> done++);
      r.r1 = done;
    }

    @Actor
    public void second(II_Result r) {
      once.run(() -> done++);
      r.r2 = done;
    }
  }

  /** Two that ask for a value. */
  @JCStressTest
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "both see the object whole")
  @State
  public static class TwoAsk {
    private final Supplier<int[]> value = Once.value(() -> new int[] {7});

    @Actor
    public void first(II_Result r) {
      r.r1 = value.get()[0];
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = value.get()[0];
    }
  }
}
