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
 * Lock and unlock as steps of their own. Each thread locks and unlocks in turn, so all of it can
 * end, and if it does not, a wake-up was lost, which Lincheck reports as a deadlock. One thread may
 * instead try to lock, and unlocks if it could.
 *
 * <p>A specification that runs alone cannot wait: a lock of what is locked cannot be the next in
 * the order that is looked for, so it fails.
 */
class BlockingMutexTest {
  private static final int THREADS = 3;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void competedForItIsLinearizable() {
    Effort.of(Specification.class, scenarios(CompetedFor.class)).check(CompetedFor.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void handedOverItIsLinearizable() {
    Effort.of(Specification.class, scenarios(HandedOver.class)).check(HandedOver.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void theSmallestScenariosAreLinearizable() {
    for (Class<?> mode : List.of(CompetedFor.class, HandedOver.class)) {
      Effort.thorough(Specification.class, smallest(mode)).check(mode);
    }
  }

  private static List<ExecutionScenario> smallest(Class<?> test) {
    List<Actor> once = List.of(call(test, "lock"), call(test, "unlock"));
    List<Actor> twice = Stream.of(once, once).flatMap(List::stream).toList();
    List<Actor> tries = List.of(call(test, "tryLock"), call(test, "unlockIfLocked"));
    return Stream.of(List.of(once, once), List.of(twice, once), List.of(twice, tries))
        .map(Effort::scenario)
        .toList();
  }

  private static List<ExecutionScenario> scenarios(Class<?> test) {
    Random random = new Random(test.getName().hashCode());
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      List<List<Actor>> threads =
          Stream.generate(() -> (List<Actor>) new ArrayList<Actor>()).limit(THREADS).toList();
      for (int t = 0; t < THREADS; t++) {
        boolean tries = t == 0 && random.nextBoolean();
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
          threads.get(t).add(call(test, tries ? "tryLock" : "lock"));
          threads.get(t).add(call(test, tries ? "unlockIfLocked" : "unlock"));
        }
      }
      scenarios.add(Effort.scenario(threads));
    }
    return scenarios;
  }

  /** What Lincheck drives. */
  public abstract static class Calls {
    private final Mutex mutex;
    private boolean tried;

    Calls(int starvationNanos) {
      mutex = new Mutex(starvationNanos);
    }

    @Operation
    public void lock() {
      mutex.lock();
    }

    @Operation
    public void unlock() {
      mutex.unlock();
    }

    @Operation
    public boolean tryLock() {
      tried = mutex.tryLock();
      return tried;
    }

    @Operation
    public void unlockIfLocked() {
      if (tried) {
        mutex.unlock();
      }
    }
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private boolean locked;
    private boolean tried;

    public void lock() {
      if (locked) {
        throw new IllegalStateException("a lock of what is locked has to wait");
      }
      locked = true;
    }

    public void unlock() {
      locked = false;
    }

    public boolean tryLock() {
      tried = !locked;
      locked = true;
      return tried;
    }

    public void unlockIfLocked() {
      if (tried) {
        unlock();
      }
    }
  }

  /** An unlock wakes one that waits, which competes. */
  public static class CompetedFor extends Calls {
    public CompetedFor() {
      super(1_000_000);
    }
  }

  /** An unlock hands the mutex to one that waits. */
  public static class HandedOver extends Calls {
    public HandedOver() {
      super(-1);
    }
  }
}
