package dev.goro;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The executor of {@link Go#executor}: the JDK's thread-per-task executor over goroutines, which
 * keeps the account of tasks. What is added is a {@link #close} that waits without a time limit:
 * the JDK's waits a day and again a day, and a goroutine that waits for a time is never part of a
 * deadlock.
 *
 * <p>Invariant: whoever may have brought about the termination calls {@link #signalIfTerminated}
 * afterwards. Those are: a task at its end, a shutdown, and an {@code execute} that fails, since it
 * takes its task out again.
 */
final class GoroutineExecutor extends AbstractExecutorService {
  private final ThreadFactory goroutines = new GoroutineFactory(null);
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final ExecutorService tasks = Executors.newThreadPerTaskExecutor(this::newThread);

  GoroutineExecutor() {}

  private Thread newThread(Runnable task) {
    return goroutines.newThread(
        () -> {
          try {
            task.run();
          } finally {
            signalIfTerminated();
          }
        });
  }

  private void signalIfTerminated() {
    if (tasks.isTerminated()) {
      terminated.countDown();
    }
  }

  @Override
  public void execute(Runnable task) {
    boolean started = false;
    try {
      tasks.execute(task);
      started = true;
    } finally {
      if (!started) {
        signalIfTerminated();
      }
    }
  }

  @Override
  public void shutdown() {
    tasks.shutdown();
    signalIfTerminated();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> none = tasks.shutdownNow();
    signalIfTerminated();
    return none;
  }

  @Override
  public boolean isShutdown() {
    return tasks.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return tasks.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return tasks.awaitTermination(timeout, unit);
  }

  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        terminated.await();
      } catch (InterruptedException e) {
        interrupted = true;
        shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
