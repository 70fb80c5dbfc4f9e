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
 * Locks and unlocks of both sides as steps of their own. Each thread locks and unlocks in turn, so
 * all of it can end, and if it does not, a wake-up was lost, which Lincheck reports as a deadlock.
 *
 * <p>A specification that runs alone cannot wait: a lock that has to wait cannot be the next in the
 * order that is looked for, so it fails.
 */
public class BlockingRWMutexTest {
  private static final int THREADS = 3;

  private final RWMutex lock = new RWMutex();

  @Operation
  public void lock() {
    lock.lock();
  }

  @Operation
  public void unlock() {
    lock.unlock();
  }

  @Operation
  public void rLock() {
    lock.rLock();
  }

  @Operation
  public void rUnlock() {
    lock.rUnlock();
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int readers;
    private boolean written;

    public void lock() {
      if (written || readers > 0) {
        throw new IllegalStateException("a lock of what is locked has to wait");
      }
      written = true;
    }

    public void unlock() {
      written = false;
    }

    public void rLock() {
      if (written) {
        throw new IllegalStateException("a reader has to wait for the writer");
      }
      readers++;
    }

    public void rUnlock() {
      readers--;
    }
  }

  private static List<ExecutionScenario> smallest() {
    Class<?> test = BlockingRWMutexTest.class;
    List<Actor> write = List.of(call(test, "lock"), call(test, "unlock"));
    List<Actor> read = List.of(call(test, "rLock"), call(test, "rUnlock"));
    List<Actor> readTwice = Stream.of(read, read).flatMap(List::stream).toList();
    return Stream.of(List.of(write, read), List.of(write, readTwice))
        .map(Effort::scenario)
        .toList();
  }

  private static List<ExecutionScenario> scenarios() {
    Class<?> test = BlockingRWMutexTest.class;
    Random random = new Random(1);
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      List<List<Actor>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        List<Actor> calls = new ArrayList<>();
        for (int pair = 0; pair < 2; pair++) {
          boolean writes = t == 0 || random.nextInt(3) == 0;
          calls.add(call(test, writes ? "lock" : "rLock"));
          calls.add(call(test, writes ? "unlock" : "rUnlock"));
        }
        threads.add(calls);
      }
      scenarios.add(Effort.scenario(threads));
    }
    return scenarios;
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class, scenarios()).check(BlockingRWMutexTest.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void theSmallestScenariosAreLinearizable() {
    Effort.thorough(Specification.class, smallest()).check(BlockingRWMutexTest.class);
  }
}
