package dev.goro.time;

import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.Task;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.timer.Sleep;
import dev.goro.runtime.timer.TimerNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A single event in the future: Go's {@code time.Timer}. When its time is over it sends the time on
 * its {@link #channel}, or runs a task.
 *
 * <p>It lives in a heap of the scheduler; a million of them need no thread. It may be used from any
 * thread.
 *
 * <p>As in Go since 1.23: after {@link #stop} or {@link #reset} no stale value is received from the
 * channel, and a timer that is not referenced any more need not be stopped, though it stays in the
 * heap until its time is over.
 *
 * {@snippet :
 * Timer timer = new Timer(Duration.ofSeconds(2));
 * String s = select(recv(answers, a -> a), recv(timer.channel(), t -> "too late"));
 * timer.stop();
 * }
 */
public final class Timer {
  private final @Nullable Channel<Instant> channel;
  private final @Nullable Task task;

  /** Where its task runs: that of the goroutine that made it. */
  private final @Nullable Domain domain = Domain.current();

  /** Guards {@link #pending}, and makes one of stopping, setting and firing. */
  private final SpinLock lock = new SpinLock();

  private @Nullable Pending pending;

  /**
   * A timer that sends the time on its channel: Go's {@code time.NewTimer}.
   *
   * @param time until then; zero or less is at once
   */
  public Timer(Duration time) {
    this(Channel.ofTimer(), null, time);
  }

  private Timer(@Nullable Channel<Instant> channel, @Nullable Task task, Duration time) {
    this.channel = channel;
    this.task = task;
    reset(time);
  }

  /**
   * A timer that runs a task in a goroutine of its own: Go's {@code time.AfterFunc}. Its channel is
   * {@code null}. If a goroutine of a {@link dev.goro.OneThread} makes it, that goroutine is of it
   * too; should the time come when that takes none any more, the task does not run.
   *
   * @param time until then
   * @param task what to run
   * @return the timer
   */
  public static Timer afterFunc(Duration time, Task task) {
    return new Timer(null, Objects.requireNonNull(task, "the timer's task must not be null"), time);
  }

  /**
   * A channel that receives the time once it is over: Go's {@code time.After}. For a {@code select}
   * there is also {@link dev.goro.Select#after(Duration)}, which takes its timer back.
   *
   * @param time until then
   * @return the channel
   */
  public static RecvChan<Instant> after(Duration time) {
    Channel<Instant> channel = Channel.ofTimer();
    new Timer(channel, null, time); // the heap keeps it until its time is over
    return channel;
  }

  /**
   * The channel on which the time is sent: Go's {@code t.C}. Its {@code len} and {@code cap} are 0.
   *
   * @return the channel; {@code null} for a timer made by {@link #afterFunc}
   */
  public @Nullable RecvChan<Instant> channel() {
    return channel;
  }

  /**
   * Stops the timer: Go's {@code Stop}. Does not wait for a task that was started.
   *
   * @return whether this call stopped it; {@code false} if it was stopped, its value was received
   *     or its task was started
   */
  public boolean stop() {
    lock.lock();
    try {
      return clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the timer to a new time, counted from now: Go's {@code Reset}.
   *
   * @param time until then
   * @return whether it was active
   */
  public boolean reset(Duration time) {
    long nanos = Sleep.saturatedNanos(time);
    Pending next = new Pending();
    lock.lock();
    boolean active;
    try {
      active = clear();
      pending = next;
    } finally {
      lock.unlock();
    }
    next.set(TimerNode.after(nanos));
    return active;
  }

  // With the lock held. What is pending may have left the heap and be about to fire: it then finds
  // that it is not the
  // timer's pending one any more.
  private boolean clear() {
    Pending current = pending;
    pending = null;
    if (current != null) {
      current.cancel();
    }
    boolean unread = channel != null && channel.drain();
    return current != null || unread;
  }

  private void start(Task task) {
    if (domain == null) {
      Go.go(task);
    } else {
      domain.goIfOpen(task);
    }
  }

  private final class Pending extends TimerNode {
    @Override
    protected void fire(long now) {
      lock.lock();
      boolean current = pending == this;
      if (current) {
        pending = null;
        if (channel != null) {
          channel.trySend(Instant.now()); // under the lock, so that a stop that comes next finds it
        }
      }
      lock.unlock();
      if (current && task != null) {
        start(task);
      }
    }
  }
}
