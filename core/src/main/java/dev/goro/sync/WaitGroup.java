package dev.goro.sync;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Waits for a number of goroutines to finish: Go's {@code sync.WaitGroup}.
 *
 * <p>Memory effects: a {@link #done} happens before the return of an {@link #await} that it ends.
 *
 * {@snippet :
 * var wg = new WaitGroup();
 * for (var url : urls) wg.go(() -> fetch(url));
 * wg.await();
 * }
 */
public final class WaitGroup {
  /** Guards the rest. */
  private final SpinLock guard = new SpinLock();

  private int counter;
  private List<Waiter> waiting = new ArrayList<>(1);

  /** A group that waits for nothing yet. */
  public WaitGroup() {}

  /**
   * Adds to the counter; when it becomes zero all that wait go on. What is added must be added
   * before the {@link #await} that is to wait for it.
   *
   * @param n how many; may be negative
   * @throws IllegalStateException if the counter would become negative, or more than an {@code int}
   *     holds
   */
  public void add(int n) {
    List<Waiter> wake = null;
    guard.lock();
    try {
      long sum = (long) counter + n;
      if (sum < 0) {
        throw new IllegalStateException("sync: negative WaitGroup counter");
      }
      if (sum > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "sync: the WaitGroup counter would be more than " + Integer.MAX_VALUE);
      }
      counter = (int) sum;
      if (counter == 0 && !waiting.isEmpty()) {
        wake = waiting;
        waiting = new ArrayList<>(1);
      }
    } finally {
      guard.unlock();
    }
    if (wake == null) {
      return;
    }
    if (wake.size() == 1) {
      wake.getFirst().wake();
    } else {
      Scheduler.readyAll(wake);
    }
  }

  /**
   * Takes one from the counter.
   *
   * @throws IllegalStateException if the counter would become negative
   */
  public void done() {
    add(-1);
  }

  /**
   * Starts a goroutine that the group waits for: Go's {@code wg.Go}. The group counts it as done
   * when it ends, however that is.
   *
   * @param task what it runs; a throwable that leaves it is a panic
   */
  public void go(Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
    add(1);
    Go.go(new Counted(this, task));
  }

  /** A task that counts itself as done. */
  private record Counted(WaitGroup group, Task task) implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      try {
        Goroutine.runReporting(
            task); // before it counts as done, or main might end before the report
      } finally {
        group.done();
      }
    }

    @Override
    public Object wrapped() {
      return task;
    }
  }

  /**
   * Waits until the counter is zero. A group may be used again once all that waited have returned.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait
   * @throws IllegalStateException if the group was used again before this call could return
   */
  public void await() {
    Waiter w;
    guard.lock();
    try {
      if (counter == 0) {
        return;
      }
      w = Waiter.current();
      w.checkInterrupt(WaitReason.WAIT_GROUP);
      waiting.add(w);
      w.prepare(WaitReason.WAIT_GROUP);
    } finally {
      guard.unlock();
    }
    if (!w.await()) {
      guard.lock();
      boolean withdrawn = waiting.remove(w);
      guard.unlock();
      if (withdrawn) {
        throw new InterruptedOperationException(WaitReason.WAIT_GROUP.text());
      }
      w.awaitWake();
    }
    guard.lock();
    boolean reused = counter != 0;
    guard.unlock();
    if (reused) {
      throw new IllegalStateException(
          "sync: WaitGroup is reused before previous Wait has returned");
    }
  }
}
