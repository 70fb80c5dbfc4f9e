package dev.goro.runtime.chan;

import dev.goro.Select;
import dev.goro.Select.Case;
import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Select with {@code otherwise} over two channels: it looks at both at one moment.
 *
 * <p>Which of two ready cases it takes is chance, and a specification has no chance. So all values
 * are alike, and only how many there are in both channels together is told: a select can send
 * unless both are full, and receive unless both are empty.
 */
public class SelectTest {
  private static final Integer VALUE = 1;
  private static final int CAPACITY_A = 1;
  private static final int CAPACITY_B = 2;

  private final Channel<Integer> a = new Channel<>(CAPACITY_A);
  private final Channel<Integer> b = new Channel<>(CAPACITY_B);
  private final Case<Boolean> no = Select.otherwise(() -> false);

  @Operation
  public boolean send() {
    return Select.select(Select.send(a, VALUE, () -> true), Select.send(b, VALUE, () -> true), no);
  }

  @Operation
  public boolean recv() {
    return Select.select(Select.recv(b, VALUE::equals), Select.recv(a, VALUE::equals), no);
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int count;

    public boolean send() {
      boolean room = count < CAPACITY_A + CAPACITY_B;
      count += room ? 1 : 0;
      return room;
    }

    public boolean recv() {
      boolean any = count > 0;
      count -= any ? 1 : 0;
      return any;
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(SelectTest.class);
  }
}
