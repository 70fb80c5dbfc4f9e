package dev.goro.time;

import dev.goro.RecvChan;
import dev.goro.Task;
import dev.goro.runtime.chan.ChannelTimer;
import dev.goro.runtime.sched.Headroom;
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
 * <p>It lives on the scheduler; a million of them need no thread. It may be used from any thread.
 *
 * <p>As in Go since 1.23: after {@link #stop} or {@link #reset} no stale value is received from the
 * channel, and a timer that is not referenced any more need not be stopped: it is collected,
 * however far its time. (One with a task stays until the task has started, or is stopped.)
 *
 * <p>Memory effects: what happened before a set of the timer is visible to its task, and to who
 * receives its value.
 *
 * {@snippet :
 * Timer timer = new Timer(Duration.ofSeconds(2));
 * String s = select(recv(answers, a -> a), recv(timer.channel(), t -> "too late"));
 * timer.stop();
 * }
 */
public final class Timer {
  /** One of the two is there. */
  private final @Nullable ChannelTimer sender;

  private final @Nullable DelayedTask delayed;

  /**
   * A timer that sends the time on its channel: Go's {@code time.NewTimer}.
   *
   * @param time until then; zero or less is at once
   */
  public Timer(Duration time) {
    this(new ChannelTimer(), null);
    reset(time);
  }

  private Timer(@Nullable ChannelTimer sender, @Nullable DelayedTask delayed) {
    this.sender = sender;
    this.delayed = delayed;
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
    Objects.requireNonNull(task, "the timer's task must not be null");
    Headroom.check();
    return new Timer(null, new DelayedTask(task, Sleep.saturatedNanos(time)));
  }

  /**
   * A channel that receives the time once it is over: Go's {@code time.After}. For a {@code select}
   * there is also {@link dev.goro.Select#after(Duration)}, which costs less.
   *
   * @param time until then
   * @return the channel
   */
  public static RecvChan<Instant> after(Duration time) {
    ChannelTimer timer = new ChannelTimer();
    timer.set(Sleep.saturatedNanos(time), 0);
    return timer.channel();
  }

  /**
   * The channel on which the time is sent: Go's {@code t.C}. Its {@code len} and {@code cap} are 0.
   * The value is the time at which the timer was due, however late it is received.
   *
   * @return the channel; {@code null} for a timer made by {@link #afterFunc}
   */
  public @Nullable RecvChan<Instant> channel() {
    return sender == null ? null : sender.channel();
  }

  /**
   * Stops the timer: Go's {@code Stop}. Does not wait for a task that was started.
   *
   * @return whether this call stopped it; {@code false} if it was stopped, its value was received
   *     or its task was started
   */
  public boolean stop() {
    Headroom.check();
    return sender != null ? sender.stop() : Objects.requireNonNull(delayed).cancel();
  }

  /**
   * Sets the timer to a new time, counted from now: Go's {@code Reset}.
   *
   * @param time until then
   * @return whether it was active
   */
  public boolean reset(Duration time) {
    Headroom.check();
    long nanos = Sleep.saturatedNanos(time);
    return sender != null
        ? sender.set(nanos, 0)
        : Objects.requireNonNull(delayed).reset(TimerNode.after(nanos));
  }
}
