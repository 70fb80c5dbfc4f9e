package dev.goro.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Readers of a {@link RWMutex} see a writer's changes whole, and none while they read. */
public class RWMutexStress {
  /** A writer beside a reader that comes twice. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 11", "11, 11"},
      expect = ACCEPTABLE,
      desc = "it sees nothing, or all of it from then on")
  @State
  public static class ReaderAgainstWriter {
    private final RWMutex lock = new RWMutex();
    private int first;
    private int second;

    private int read() {
      lock.rLock();
      int seen = 10 * first + second;
      lock.rUnlock();
      return seen;
    }

    @Actor
    public void writer() {
      lock.lock();
      first = 1;
      second = 1;
      lock.unlock();
    }

    @Actor
    public void reader(II_Result r) {
      r.r1 = read();
      r.r2 = read();
    }
  }

  /** The last reader leaves as a writer comes to wait for it, and writes itself. */
  @JCStressTest
  @Outcome(
      id = {"0, 2, 2", "1, 2, 2"},
      expect = ACCEPTABLE,
      desc = "both have written, and the reader saw one state")
  @State
  public static class WriterAgainstReader {
    private final RWMutex lock = new RWMutex();
    private int first;
    private int second;

    private void write() {
      lock.lock();
      first++;
      second++;
      lock.unlock();
    }

    @Actor
    public void writer() {
      write();
    }

    @Actor
    public void reader(III_Result r) {
      lock.rLock();
      int seen = first;
      r.r1 = seen == second ? seen : -1;
      lock.rUnlock();
      write();
    }

    @Arbiter
    public void both(III_Result r) {
      r.r2 = first;
      r.r3 = second;
    }
  }

  /** A writer that tries beside a reader that leaves: it fails, or is alone. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the reader was there still")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it has locked, after the reader")
  @State
  public static class TryAgainstReader {
    private final RWMutex lock = new RWMutex();
    private int read;

    public TryAgainstReader() {
      lock.rLock();
    }

    @Actor
    public void reader() {
      read = 1;
      lock.rUnlock();
    }

    @Actor
    public void writer(II_Result r) {
      r.r1 = 1;
      if (lock.tryLock()) {
        r.r2 = read;
      }
    }
  }
}
