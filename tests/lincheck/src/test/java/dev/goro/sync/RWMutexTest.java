package dev.goro.sync;

import dev.goro.lincheck.Effort;
import dev.goro.testing.GoroTest;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Readers of what a {@link RWMutex} guards see each change of a writer whole. */
public class RWMutexTest {
  private final RWMutex lock = new RWMutex();
  private int first;
  private int second;

  @Operation
  public int read() {
    lock.rLock();
    int seen = 100 * first + second;
    lock.rUnlock();
    return seen;
  }

  @Operation
  public int write() {
    lock.lock();
    first++;
    second++;
    int seen = 100 * first + second;
    lock.unlock();
    return seen;
  }

  /** What is right when one thread does it all. */
  public static class Specification {
    private int count;

    public int read() {
      return 101 * count;
    }

    public int write() {
      count++;
      return read();
    }
  }

  @Test
  @GoroTest(seconds = Effort.LIMIT_SECONDS)
  void isLinearizable() {
    Effort.of(Specification.class).check(RWMutexTest.class);
  }
}
