package dev.goro.runtime.chan;

import static dev.goro.lincheck.Effort.call;

import dev.goro.Select;
import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Selects that wait, over two unbuffered channels, and meet each other: each sender sends on either
 * and each receiver receives from either. Every select that sends meets one that receives, and no
 * other; no wake-up is lost.
 *
 * <p>All values are alike, for the reason told at {@link SelectTest}; what is received minus what
 * was sent must be nothing.
 */
public class BlockingSelectTest {
  private static final Integer VALUE = 1;
  private static final int THREADS = 3;
  private static final int PAIRS = 3;

  private final Channel<Integer> a = new Channel<>(0);
  private final Channel<Integer> b = new Channel<>(0);

  @Operation
  public boolean send() {
    return Select.select(Select.send(a, VALUE, () -> true), Select.send(b, VALUE, () -> true));
  }

  @Operation
  public boolean recv() {
    return Select.select(Select.recv(b, VALUE::equals), Select.recv(a, VALUE::equals));
  }

  @Operation
  public void sendToA() {
    a.send(VALUE);
  }

  @Operation
  public void sendToB() {
    b.send(VALUE);
  }

  /** What is right when one thread does it all; a send that has to wait counts as sent. */
  public static class Specification {
    private int waiting;

    public boolean send() {
      waiting++;
      return true;
    }

    public boolean recv() {
      if (waiting == 0) {
        throw new IllegalStateException("a receive without a send has to wait");
      }
      waiting--;
      return true;
    }

    public void sendToA() {
      waiting++;
    }

    public void sendToB() {
      waiting++;
    }
  }

  private static List<ExecutionScenario> scenarios() {
    Class<?> test = BlockingSelectTest.class;
    Random random = new Random(1);
    List<ExecutionScenario> scenarios = new ArrayList<>();
    String[] sends = {"send", "send", "sendToA", "sendToB"};
    for (int n = Effort.scenarios(); n > 0; n--) {
      List<List<Actor>> threads =
          Stream.generate(() -> (List<Actor>) new ArrayList<Actor>()).limit(THREADS).toList();
      int senders = 1 + random.nextInt(THREADS - 1);
      for (int i = 0; i < PAIRS; i++) {
        threads.get(random.nextInt(senders)).add(call(test, sends[random.nextInt(sends.length)]));
        threads.get(senders + random.nextInt(THREADS - senders)).add(call(test, "recv"));
      }
      scenarios.add(Effort.scenario(threads.stream().filter(calls -> !calls.isEmpty()).toList()));
    }
    return scenarios;
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class, scenarios()).check(BlockingSelectTest.class);
  }
}
