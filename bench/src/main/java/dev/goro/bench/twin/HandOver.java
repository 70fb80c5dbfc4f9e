package dev.goro.bench.twin;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * {@code park}: two goroutines, or threads, hand the turn to and fro with {@link LockSupport}. An
 * operation is one hand-over: wake the other, wait for one's own turn. The twins differ in how the
 * second one is started.
 */
public final class HandOver implements Work {
  private final Consumer<Runnable> starter;

  /**
   * Makes it.
   *
   * @param starter starts the second goroutine or thread
   */
  public HandOver(Consumer<Runnable> starter) {
    this.starter = starter;
  }

  @Override
  public long granularity() {
    return 2;
  }

  @Override
  public void run(long ops) {
    long each = ops / 2;
    var mine = new Turn();
    var theirs = new Turn();
    mine.owner = Thread.currentThread();
    starter.accept(
        () -> {
          theirs.owner = Thread.currentThread();
          long n = 0;
          while (n < each) {
            theirs.await();
            n++;
            theirs.taken = n;
            mine.give();
          }
        });
    long n = 0;
    while (n < each) {
      theirs.give();
      mine.await();
      n++;
    }
    WrongResultException.check("turns", ops, n + theirs.taken);
  }

  /** Whether it is somebody's turn. */
  private static final class Turn {
    private volatile Thread owner;
    private volatile boolean here;
    private long taken;

    void give() {
      here = true;
      LockSupport.unpark(owner);
    }

    void await() {
      while (!here) {
        LockSupport.park(this);
      }
      here = false;
    }
  }
}
