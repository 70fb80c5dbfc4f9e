package dev.goro.sync;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** What a {@link Mutex} guards changes in one piece, whether it is competed for or handed over. */
class MutexTest {
  private static final int NORMAL = 1_000_000;
  private static final int ALWAYS_STARVED = -1;

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void competedForItIsLinearizable() {
    Effort.of(Specification.class).check(CompetedFor.class);
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void handedOverItIsLinearizable() {
    Effort.of(Specification.class).check(HandedOver.class);
  }

  /** What Lincheck drives. */
  public abstract static class Calls {
    private final Mutex mutex;
    private int count;

    Calls(int starvationNanos) {
      mutex = new Mutex(starvationNanos);
    }

    @Operation
    public int next() {
      mutex.lock();
      int seen = count;
      count = seen + 1;
      mutex.unlock();
      return seen;
    }

    @Operation
    public int add(int n) {
      mutex.lock();
      int seen = count;
      count = seen + n;
      mutex.unlock();
      return seen;
    }
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int count;

    public int next() {
      return count++;
    }

    public int add(int n) {
      int seen = count;
      count += n;
      return seen;
    }
  }

  /** An unlock wakes one that waits, which competes. */
  public static class CompetedFor extends Calls {
    public CompetedFor() {
      super(NORMAL);
    }
  }

  /** An unlock hands the mutex to one that waits. */
  public static class HandedOver extends Calls {
    public HandedOver() {
      super(ALWAYS_STARVED);
    }
  }
}
