package dev.goro.lab.technique;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Tasks on the JDK's threads, with the JDK's futures and queues. */
final class ThreadTasks implements Tasks {
  private final Executor executor;
  private final boolean firstIsTask;

  /**
   * Makes it.
   *
   * @param firstIsTask whether a program's first task is one like the others, or the caller's
   *     thread
   */
  ThreadTasks(Executor executor, boolean firstIsTask) {
    this.executor = executor;
    this.firstIsTask = firstIsTask;
  }

  @Override
  public <T> T within(Callable<T> body) throws Exception {
    return firstIsTask ? spawn(body).await() : body.call();
  }

  @Override
  public <T> Started<T> spawn(Callable<T> task) {
    var future = new FutureTask<>(task);
    executor.execute(future);
    return () -> {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    };
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return new Queue<>(new ArrayBlockingQueue<>(capacity));
  }

  private record Queue<T>(BlockingQueue<T> values) implements Mailbox<T> {
    @Override
    public void put(T value) throws InterruptedException {
      values.put(value);
    }

    @Override
    public T take() throws InterruptedException {
      return values.take();
    }
  }
}
