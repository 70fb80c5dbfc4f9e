package dev.goro.sync;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
  /*
   * The state is the counter, in its upper half, and below it the number of those that wait.
   *
   * Invariants: who waits has counted itself by a compare-and-set that finds the counter above zero,
   * under the lock of the list, and stands in the list when that is free. Whoever brings the counter
   * to zero and finds waiters takes the lock, and with it the whole list, which it then takes from
   * the number. So a waiter either sees the zero or is seen by it: no wake-up is lost. A waiter that
   * gives up takes itself out of both under the lock.
   *
   * What is added by one, and taken by one, is so by a fetch-and-add, which never has to be tried
   * again. If that turns out to be wrong it is taken back: others may see the counter below zero for
   * a moment, and take that for zero.
   *
   * Ordering: all steps on the state are volatile; who was woken reads what came before by way of
   * the wake-up.
   *
   * Proved by WaitGroupTest (Lincheck) and WaitGroupStress (jcstress).
   */
  private static final long ONE = 1L << 32;

  private static final VarHandle STATE;
  private static final VarHandle WAITING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(WaitGroup.class, "state", long.class);
      WAITING = lookup.findVarHandle(WaitGroup.class, "waiting", Waiting.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long state;

  /** Those who wait; made when somebody has to for the first time. */
  private volatile @Nullable Waiting waiting;

  /** Those who wait; touched with the lock held, which is this object. */
  private static final class Waiting extends SpinLock {
    private @Nullable Waiter first; // most often the only one
    private @Nullable List<Waiter> others;

    @Override
    protected Contention contention() {
      return Contention.SYNC;
    }

    void add(Waiter w) {
      if (first == null) {
        first = w;
        return;
      }
      List<Waiter> list = others;
      if (list == null) {
        list = new ArrayList<>();
        others = list;
      }
      list.add(w);
    }

    boolean remove(Waiter w) {
      List<Waiter> list = others;
      if (first == w) {
        first = list == null || list.isEmpty() ? null : list.removeFirst();
        return true;
      }
      return list != null && list.remove(w);
    }
  }

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
    Headroom.check();
    long before;
    if (n == 1 || n == -1) {
      before = (long) STATE.getAndAdd(this, n * ONE);
      if (!isCount((before >> 32) + n)) {
        STATE.getAndAdd(this, -n * ONE);
        refuse(n);
      }
    } else {
      do {
        before = state;
        if (!isCount((before >> 32) + n)) {
          refuse(n);
        }
      } while (!STATE.compareAndSet(this, before, before + n * ONE));
    }
    if ((int) before != 0 && (before >> 32) + n == 0) {
      wakeAll(Objects.requireNonNull(waiting));
    }
  }

  private static boolean isCount(long sum) {
    return sum >= 0 && sum <= Integer.MAX_VALUE;
  }

  private static void refuse(int n) {
    throw new IllegalStateException(
        n < 0
            ? "sync: negative WaitGroup counter"
            : "sync: the WaitGroup counter would be more than " + Integer.MAX_VALUE);
  }

  private void wakeAll(Waiting all) {
    all.lock();
    Waiter first = all.first;
    List<Waiter> others = all.others;
    all.first = null;
    all.others = null;
    int count = (first == null ? 0 : 1) + (others == null ? 0 : others.size());
    STATE.getAndAdd(this, (long) -count);
    all.unlock();
    if (others != null) {
      List<Waiter> list = new ArrayList<>(count);
      if (first != null) {
        list.add(first);
      }
      list.addAll(others);
      Scheduler.readyAll(list);
    } else if (first != null) {
      first.wake();
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
    Headroom.checkForMore(); // so that there is room to take it back
    add(1);
    boolean started = false;
    try {
      Go.go(new Counted(this, task));
      started = true;
    } finally {
      if (!started) {
        add(-1);
      }
    }
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
    if (state >> 32 > 0) {
      awaitZero();
    }
  }

  private void awaitZero() {
    Headroom.check();
    Waiter w = Waiter.current();
    w.checkInterrupt(WaitReason.WAIT_GROUP);
    Waiting all = waiting();
    all.lock();
    long s;
    do {
      s = state;
      if (s >> 32 <= 0) {
        all.unlock();
        return;
      }
    } while (!STATE.compareAndSet(this, s, s + 1));
    all.add(w);
    w.prepare(WaitReason.WAIT_GROUP);
    all.unlock();
    if (!w.await()) {
      all.lock();
      boolean withdrawn = all.remove(w);
      if (withdrawn) {
        STATE.getAndAdd(this, -1L);
      }
      all.unlock();
      if (withdrawn) {
        throw new InterruptedOperationException(WaitReason.WAIT_GROUP.text());
      }
      w.awaitWake();
    }
    if (state >> 32 > 0) {
      throw new IllegalStateException(
          "sync: WaitGroup is reused before previous Wait has returned");
    }
  }

  private Waiting waiting() {
    Waiting all = waiting;
    if (all == null) {
      Waiting fresh = new Waiting();
      all = (Waiting) WAITING.compareAndExchange(this, null, fresh);
      if (all == null) {
        return fresh;
      }
    }
    return all;
  }
}
