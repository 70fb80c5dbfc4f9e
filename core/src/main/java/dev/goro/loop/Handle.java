package dev.goro.loop;

import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;

/**
 * A callback that an {@link EventLoop} is to call: asyncio's {@code Handle}. What {@link
 * EventLoop#callSoon callSoon}, {@link EventLoop#callLater callLater} and {@link EventLoop#callAt
 * callAt} return.
 */
public abstract sealed class Handle permits Handle.Soon, TimerHandle {
  private final EventLoop loop;
  private final Task callback;

  /** Of the loop, but for callSoonThreadsafe, whose caller may cancel it. */
  private volatile boolean cancelled;

  /** Whether it is not called when its loop is being closed: what nothing waits for. */
  private final boolean dropped;

  Handle(EventLoop loop, Task callback, boolean dropped) {
    this.loop = loop;
    this.callback = callback;
    this.dropped = dropped;
  }

  /** One that is ready. */
  static final class Soon extends Handle {
    Soon(EventLoop loop, Task callback) {
      super(loop, callback, true);
    }
  }

  final EventLoop loop() {
    return loop;
  }

  /** What the goroutine runs that is started for it. */
  final Task call() {
    return new Call(this);
  }

  private record Call(Handle handle) implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      if (!handle.cancelled && !(handle.dropped && handle.loop.discards())) {
        handle.loop.runCallback(handle.callback);
      }
    }

    @Override
    public Object wrapped() {
      return handle.callback;
    }
  }

  /**
   * Has it not called. One that was called, or was cancelled already, is left alone. May be called
   * by those that may call {@link EventLoop#callSoon}; for what {@link
   * EventLoop#callSoonThreadsafe} gave, by anybody.
   */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Whether it was cancelled.
   *
   * @return whether it was
   */
  public final boolean isCancelled() {
    return cancelled;
  }
}
