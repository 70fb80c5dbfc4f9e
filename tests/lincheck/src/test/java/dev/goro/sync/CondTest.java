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
 * A box for one value, whose users wait on a {@link Cond}: there are as many puts as takes, so all
 * of it can end, and if it does not, a signal was lost, which Lincheck reports as a deadlock.
 */
class CondTest {
  private static final int THREADS = 3;
  private static final int PAIRS = 3;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void signalsAreLinearizable() {
    Effort.of(Specification.class, scenarios(Signalled.class)).check(Signalled.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void broadcastsAreLinearizable() {
    Effort.of(Specification.class, scenarios(Broadcast.class)).check(Broadcast.class);
  }

  private static List<ExecutionScenario> scenarios(Class<?> test) {
    Random random = new Random(test.getName().hashCode());
    List<ExecutionScenario> scenarios = new ArrayList<>();
    for (int n = 0; n < Effort.scenarios(); n++) {
      List<List<Actor>> threads =
          Stream.generate(() -> (List<Actor>) new ArrayList<Actor>()).limit(THREADS).toList();
      int putters = 1 + random.nextInt(THREADS - 1);
      for (int value = 1; value <= PAIRS; value++) {
        threads.get(random.nextInt(putters)).add(call(test, "put", value));
        threads.get(putters + random.nextInt(THREADS - putters)).add(call(test, "take"));
      }
      scenarios.add(Effort.scenario(threads.stream().filter(calls -> !calls.isEmpty()).toList()));
    }
    return scenarios;
  }

  /** A condition for each side, and a signal for each change. */
  public static class Signalled {
    private final Mutex mutex = new Mutex();
    private final Cond empty = new Cond(mutex);
    private final Cond full = new Cond(mutex);
    private int value;

    @Operation
    public void put(int n) {
      mutex.lock();
      while (value != 0) {
        empty.await();
      }
      value = n;
      full.signal();
      mutex.unlock();
    }

    @Operation
    public int take() {
      mutex.lock();
      while (value == 0) {
        full.await();
      }
      int taken = value;
      value = 0;
      empty.signal();
      mutex.unlock();
      return taken;
    }
  }

  /** One condition for all, on the read side of a lock too, told after the unlock. */
  public static class Broadcast {
    private final RWMutex lock = new RWMutex();
    private final Cond changed = new Cond(lock);
    private final Cond mayBeEmpty = new Cond(lock.rLocker());
    private int value;

    @Operation
    public void put(int n) {
      while (true) {
        lock.rLock();
        while (value != 0) {
          mayBeEmpty.await();
        }
        lock.rUnlock();
        lock.lock();
        if (value == 0) {
          value = n;
          lock.unlock();
          changed.broadcast();
          return;
        }
        lock.unlock();
      }
    }

    @Operation
    public int take() {
      lock.lock();
      while (value == 0) {
        changed.await();
      }
      int taken = value;
      value = 0;
      lock.unlock();
      mayBeEmpty.broadcast();
      return taken;
    }
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private final java.util.ArrayDeque<Integer> box = new java.util.ArrayDeque<>();

    public void put(int n) {
      if (!box.isEmpty()) {
        throw new IllegalStateException("a put into a full box has to wait");
      }
      box.add(n);
    }

    public int take() {
      if (box.isEmpty()) {
        throw new IllegalStateException("a take from an empty box has to wait");
      }
      return box.remove();
    }
  }
}
