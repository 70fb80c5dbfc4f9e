package dev.goro.lab.technique;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Tasks on goroutines, with Goro's channels and wait groups. */
final class GoroutineTasks implements Tasks {
  @Override
  public <T> T within(Callable<T> body) throws Exception {
    return spawn(body).await();
  }

  @Override
  public <T> Started<T> spawn(Callable<T> task) {
    var running = new Running<T>(task);
    running.ended.add(1);
    Go.go(running);
    return running;
  }

  @Override
  public void sleep(Duration time) {
    Go.sleep(time);
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return new Channel<>(capacity);
  }

  /** The result is written before the wait group is told, and read after it was waited for. */
  private static final class Running<T> implements Task, Started<T> {
    private final WaitGroup ended = new WaitGroup();
    private final Callable<T> task;
    private T result;
    private Exception failure;

    private Running(Callable<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        result = task.call();
      } catch (Exception e) {
        failure = e;
      } finally {
        ended.done();
      }
    }

    @Override
    public T await() throws Exception {
      ended.await();
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  /** A queue that is a channel. */
  record Channel<T>(Chan<T> values) implements Mailbox<T> {
    Channel(int capacity) {
      this(Chan.make(capacity));
    }

    @Override
    public void put(T value) {
      values.send(value);
    }

    @Override
    public T take() {
      return values.recv();
    }
  }
}
