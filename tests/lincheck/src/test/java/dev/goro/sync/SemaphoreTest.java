package dev.goro.sync;

import static dev.goro.lincheck.Effort.call;

import dev.goro.context.CancelContext;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * {@link Semaphore}: what does not block in random scenarios; what blocks in scenarios in which
 * each thread gives back what it took, or gives up when a context ends. So all of it can end, and
 * if it does not, a wake-up was lost, which Lincheck reports as a deadlock.
 *
 * <p>A specification that runs alone cannot wait: an acquire of more than there is cannot be the
 * next in the order that is looked for, so it fails.
 */
class SemaphoreTest {
  private static final int SIZE = 3;
  private static final int THREADS = 3;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void whatDoesNotBlockIsLinearizable() {
    Effort.of(Specification.class).check(Trying.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void whatBlocksIsLinearizable() {
    Effort.of(Specification.class, scenarios(false)).check(Blocking.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void acquiringUntilAContextEndsIsLinearizable() {
    Effort.of(Specification.class, scenarios(true)).check(Blocking.class);
  }

  /**
   * Each thread acquires and releases twice. With a context the second thread does it for as long
   * as the context lasts, and the third ends that at any moment.
   */
  private static List<ExecutionScenario> scenarios(boolean withContext) {
    Random random = new Random(withContext ? 1 : 2);
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      List<List<Actor>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        List<Actor> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          int amount = 1 + random.nextInt(SIZE);
          if (withContext && t == 1) {
            calls.add(call(Blocking.class, "acquireAndReleaseUnlessCanceled", amount));
          } else {
            calls.add(call(Blocking.class, "acquire", amount));
            calls.add(call(Blocking.class, "release", amount));
          }
        }
        if (withContext && t == 2) {
          calls.add(random.nextInt(calls.size() / 2 + 1) * 2, call(Blocking.class, "cancel"));
        }
        threads.add(calls);
      }
      scenarios.add(Effort.scenario(threads));
    }
    return scenarios;
  }

  /** What does not block. */
  @Param(name = "amount", gen = IntGen.class, conf = "0:3")
  public static class Trying {
    private final Semaphore semaphore = new Semaphore(SIZE);

    @Operation(params = "amount")
    public boolean tryAcquire(int amount) {
      return semaphore.tryAcquire(amount);
    }

    @Operation(params = "amount")
    public void release(int amount) {
      semaphore.release(amount);
    }
  }

  /** What blocks. */
  public static class Blocking {
    private final Semaphore semaphore = new Semaphore(SIZE);
    private final CancelContext context = Context.withCancel(Context.background());

    @Operation
    public void acquire(int amount) {
      semaphore.acquire(amount);
    }

    @Operation
    public void release(int amount) {
      semaphore.release(amount);
    }

    /** Gives back at once what it got. */
    @Operation
    public void acquireAndReleaseUnlessCanceled(int amount) {
      try {
        semaphore.acquire(context, amount);
      } catch (Canceled e) {
        return;
      }
      semaphore.release(amount);
    }

    @Operation
    public void cancel() {
      context.cancel();
    }
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int held;

    public boolean tryAcquire(int amount) {
      boolean free = held + amount <= SIZE;
      held += free ? amount : 0;
      return free;
    }

    public void acquire(int amount) {
      if (!tryAcquire(amount)) {
        throw new IllegalArgumentException("an acquire of what is not there has to wait");
      }
    }

    public void release(int amount) {
      if (held < amount) {
        throw new IllegalStateException("released more than held");
      }
      held -= amount;
    }

    /** It leaves what is held as it was, whether it got anything or not. */
    public void acquireAndReleaseUnlessCanceled(int amount) {}

    public void cancel() {}
  }
}
