package dev.goro.sync;

import static dev.goro.lincheck.Effort.call;

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
 * A group that waits for a number of goroutines from the start: there are as many calls of done, so
 * every wait can end, and if one does not, a wake-up was lost, which Lincheck reports as a
 * deadlock.
 *
 * <p>A specification that runs alone cannot wait: a wait that comes before the last done cannot be
 * the next in the order that is looked for, so it fails.
 */
public class WaitGroupTest {
  private static final int THREADS = 3;
  private static final int COUNT = 3;
  private static final int WAITS = 3;

  private final WaitGroup group = new WaitGroup();

  public WaitGroupTest() {
    group.add(COUNT);
  }

  @Operation
  public void done() {
    group.done();
  }

  @Operation
  public void await() {
    group.await();
  }

  /** One starts another before it is done itself. */
  @Operation
  public void handOver() {
    group.add(1);
    group.done();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int count = COUNT;

    public void done() {
      count--;
    }

    public void handOver() {}

    public void await() {
      if (count > 0) {
        throw new IllegalStateException("a wait for those that are not done has to wait");
      }
    }
  }

  private static List<ExecutionScenario> scenarios() {
    Class<?> test = WaitGroupTest.class;
    Random random = new Random(1);
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      List<List<Actor>> threads =
          Stream.generate(() -> (List<Actor>) new ArrayList<Actor>()).limit(THREADS).toList();
      for (int i = 0; i < COUNT; i++) {
        List<Actor> thread = threads.get(random.nextInt(THREADS));
        if (random.nextInt(3) == 0) {
          thread.add(call(test, "handOver"));
        }
        thread.add(call(test, "done"));
      }
      for (int i = 0; i < WAITS; i++) {
        threads
            .get(random.nextInt(THREADS))
            .add(call(test, "await")); // after the thread's own dones
      }
      scenarios.add(Effort.scenario(threads.stream().filter(calls -> !calls.isEmpty()).toList()));
    }
    return scenarios;
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class, scenarios()).check(WaitGroupTest.class);
  }
}
