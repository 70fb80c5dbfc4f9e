package dev.goro.loop;

import dev.goro.runtime.timer.Sleep;
import dev.goro.runtime.timer.TimerNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * A stretch of a task that is cancelled when its time is over: asyncio's {@code timeout}. The
 * time's end is a request to cancel the task; when the stretch ends by it, and nobody else has made
 * one meanwhile, it becomes a {@link TimeoutException}.
 */
final class TimeoutScope {
  private final LoopTask<?> task;
  private boolean expired;

  private TimeoutScope(LoopTask<?> task) {
    this.task = task;
  }

  static <T> T call(EventLoop loop, Duration limit, Callable<T> body) throws Exception {
    LoopTask<?> task = loop.requireTask("timeout");
    int requests = task.cancelling();
    var scope = new TimeoutScope(task);
    long nanos = Sleep.saturatedNanos(limit);
    Handle alarm =
        nanos <= 0
            ? loop.callSoon(scope::expire)
            : loop.timers().add(TimerNode.after(nanos), scope::expire);
    T result;
    try {
      result = body.call();
    } catch (Throwable thrown) {
      alarm.cancel();
      boolean cancellation = task.isCancellation(thrown);
      if (scope.expired && task.uncancel() <= requests && cancellation) {
        var timeout = new TimeoutException("not done within " + limit);
        timeout.initCause(thrown);
        throw timeout;
      }
      throw thrown;
    }
    alarm.cancel();
    if (scope.expired) {
      task.uncancel();
    }
    return result;
  }

  private void expire() {
    expired = true;
    task.cancel();
  }

  /** {@code wait_for}: awaits a future for no longer than the limit, and cancels it then. */
  static <T> T waitFor(EventLoop loop, LoopFuture<T> future, Duration limit) throws Exception {
    if (limit.isPositive()) {
      return call(loop, limit, future::await);
    }
    if (!future.isDone()) {
      future.cancel();
      Shield.around(future).awaitEnd(); // it may clean up first, or refuse
      if (future.isCancelled()) {
        throw new TimeoutException("not done within " + limit);
      }
    }
    return future.result();
  }
}
