package dev.goro;

import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The future of {@link Go#async}, and those that hang on it.
 *
 * <p>Invariant: an interrupt by {@link #cancel} comes only after the future was completed by a
 * cancellation. So it can meet the task, or the rest of {@link #run}, which does nothing that an
 * interrupt would change; never a stage that hangs on this one and runs on the same goroutine, for
 * those are run by whoever completes the future.
 */
final class AsyncFuture<T> extends CompletableFuture<T> {
  private static final ThreadFactory STAGES = new GoroutineFactory(null);
  private static final Executor EXECUTOR = stage -> STAGES.newThread(stage).start();

  /**
   * The goroutine while it runs the task. It stores this and then looks whether the future is done;
   * a cancel completes the future and then looks at this: both volatile, so one sees the other, and
   * a task that was cancelled either does not begin or is interrupted.
   */
  private volatile @Nullable Thread runner;

  AsyncFuture() {}

  static <T> AsyncFuture<T> start(Callable<? extends T> task) {
    var future = new AsyncFuture<T>();
    Scheduler.go(null, new Body<>(future, task));
    return future;
  }

  private record Body<T>(AsyncFuture<T> future, Callable<? extends T> task)
      implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      future.run(task);
    }

    @Override
    public Object wrapped() {
      return task;
    }
  }

  private void run(Callable<? extends T> task) {
    runner = Thread.currentThread();
    try {
      if (!isDone()) {
        complete(task.call());
      }
    } catch (Throwable t) {
      completeExceptionally(t); // a goexit too: the goroutine ends here anyway
    } finally {
      runner = null;
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Thread thread = runner;
    if (cancelled && mayInterruptIfRunning && thread != null) {
      thread.interrupt();
    }
    return cancelled;
  }

  @Override
  public Executor defaultExecutor() {
    return EXECUTOR;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new AsyncFuture<>();
  }
}
