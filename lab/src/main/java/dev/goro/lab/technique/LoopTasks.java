package dev.goro.lab.technique;

import dev.goro.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Tasks of an event loop, which runs as long as the program's first task does. */
final class LoopTasks implements Tasks {
  private final EventLoop loop = new EventLoop();

  @Override
  public <T> T within(Callable<T> body) throws Exception {
    return loop.runUntilComplete(body);
  }

  @Override
  public <T> Started<T> spawn(Callable<T> task) {
    return loop.<T>task(task)::await;
  }

  @Override
  public void sleep(Duration time) {
    loop.sleep(time);
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return new GoroutineTasks.Channel<>(capacity);
  }
}
