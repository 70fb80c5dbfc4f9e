package dev.goro.sync;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The function of the first caller runs, and all callers see what it did. */
public class OnceTest {
  private final Once once = new Once();
  private int first;
  private int computed;
  private final Supplier<Integer> value = Once.value(() -> ++computed);

  @Operation
  public int run(int n) {
    once.run(() -> first = n);
    return first;
  }

  @Operation
  public int value() {
    return value.get();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private boolean done;
    private int first;

    public int run(int n) {
      if (!done) {
        done = true;
        first = n;
      }
      return first;
    }

    public int value() {
      return 1;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(OnceTest.class);
  }
}
