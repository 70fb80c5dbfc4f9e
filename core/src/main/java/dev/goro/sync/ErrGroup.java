package dev.goro.sync;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.context.CancelContext;
import dev.goro.context.Context;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.chan.Selector;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that work on parts of one task, the first of whose errors is that of the task: Go's
 * {@code golang.org/x/sync/errgroup.Group}.
 *
 * <p>An error is whatever a task throws, a {@code RuntimeException} or an {@code Error} included:
 * it is no panic of its goroutine, but is thrown by {@link #await}. So {@code await} must be
 * called. With a {@linkplain #withContext context} the first error cancels the others.
 *
 * <p>Memory effects: the end of a task happens before the return of an {@link #await} that waits
 * for it.
 *
 * {@snippet :
 * var group = ErrGroup.withContext(ctx);
 * for (URI url : urls) {
 *   group.go(() -> fetch(group.context(), url));
 * }
 * group.await();   // throws what the first one that failed has thrown
 * }
 */
public final class ErrGroup {
  private final @Nullable CancelContext context;

  /** Guards the rest. */
  private final SpinLock guard = new SpinLock();

  private int active;

  /** Closed when none is active any more; made by the first that waits for that. */
  private @Nullable Channel<Void> idle;

  private @Nullable Semaphore limit;
  private @Nullable Throwable error;

  /** A group without a context and without a limit. */
  public ErrGroup() {
    this(null);
  }

  private ErrGroup(@Nullable CancelContext context) {
    this.context = context;
  }

  /**
   * A group with a context of its own, which is canceled by the first error, which is then its
   * cause, or when {@link #await} returns. It is the {@linkplain Context#current current} context
   * of the group's tasks. Go's {@code WithContext}.
   *
   * @param parent what its context is made from
   * @return the group
   */
  public static ErrGroup withContext(Context parent) {
    return new ErrGroup(Context.withCancel(parent));
  }

  /**
   * The group's context.
   *
   * @return the context; {@link Context#background} if it was made without one
   */
  public Context context() {
    return context == null ? Context.background() : context;
  }

  /**
   * Starts a goroutine; with a {@linkplain #setLimit limit} blocks until there is room.
   *
   * @param task what it runs
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     task was not started
   */
  public void go(Task task) {
    checkTask(task);
    Headroom.checkForMore();
    Semaphore room = limit();
    if (room != null) {
      room.acquire(Context.background(), 1, WaitReason.ERR_GROUP_GO);
    }
    start(task, room);
  }

  /**
   * Starts a goroutine if the limit allows it. Does not block.
   *
   * @param task what it runs
   * @return whether it was started
   */
  public boolean tryGo(Task task) {
    checkTask(task);
    Headroom.checkForMore();
    Semaphore room = limit();
    if (room != null && !room.tryAcquire(1)) {
      return false;
    }
    start(task, room);
    return true;
  }

  /**
   * Sets how many goroutines of the group there may be at once.
   *
   * @param n the number; 0 lets none start, a negative one is no limit
   * @throws IllegalStateException if some are active
   */
  public void setLimit(int n) {
    Semaphore room = n < 0 ? null : new Semaphore(n);
    guard.lock();
    int running = active;
    if (running == 0) {
      limit = room;
    }
    guard.unlock();
    if (running != 0) {
      throw new IllegalStateException(
          "errgroup: modify limit while "
              + running
              + " goroutines in the group are still active; await them first");
    }
  }

  /**
   * Waits until all tasks have ended, cancels the group's context if it has one, and throws the
   * first error if there is one. The group may be used again; its error stays.
   *
   * @throws Exception what the first task that failed has thrown, the very object
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait
   */
  public void await() throws Exception {
    Headroom.checkForMore();
    Channel<Void> over = null;
    guard.lock();
    if (active != 0) {
      over = idle;
      if (over == null) {
        over = new Channel<>(0);
        idle = over;
      }
    }
    guard.unlock();
    if (over != null) {
      Selector.either(over, null, WaitReason.ERR_GROUP_WAIT);
    }
    guard.lock();
    Throwable first = error;
    guard.unlock();
    if (context != null) {
      context.cancel(first);
    }
    if (first != null) {
      throw ErrGroup.<Exception>asIs(first);
    }
  }

  /** Throws also what the compiler does not know of, as other languages' functions do. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X asIs(Throwable t) throws X {
    throw (X) t;
  }

  private static void checkTask(Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
  }

  private @Nullable Semaphore limit() {
    guard.lock();
    Semaphore room = limit;
    guard.unlock();
    return room;
  }

  private void start(Task task, @Nullable Semaphore room) {
    guard.lock();
    active++;
    guard.unlock();
    boolean started = false;
    try {
      Go.go(new Member(this, task, room));
      started = true;
    } finally {
      if (!started) {
        ended(room);
      }
    }
  }

  /** A task of the group. */
  private record Member(ErrGroup group, Task task, @Nullable Semaphore room)
      implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      try {
        Throwable thrown = Goroutine.runCatching(this::runInContext);
        if (thrown != null) {
          group.fail(thrown);
        }
      } finally {
        group.ended(room);
      }
    }

    private void runInContext() throws Exception {
      if (group.context == null) {
        task.run();
      } else {
        group.context.run(task);
      }
    }

    @Override
    public Object wrapped() {
      return task;
    }
  }

  private void fail(Throwable thrown) {
    guard.lock();
    boolean first = error == null;
    if (first) {
      error = thrown;
    }
    guard.unlock();
    if (first && context != null) {
      context.cancel(thrown);
    }
  }

  private void ended(@Nullable Semaphore room) {
    if (room != null) {
      room.release(1);
    }
    Channel<Void> over = null;
    guard.lock();
    if (--active == 0) {
      over = idle;
      idle = null;
    }
    guard.unlock();
    if (over != null) {
      over.close();
    }
  }
}
