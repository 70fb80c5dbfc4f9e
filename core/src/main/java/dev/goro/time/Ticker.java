package dev.goro.time;

import dev.goro.RecvChan;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.timer.Sleep;
import dev.goro.runtime.timer.TimerNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends the time on a channel again and again: Go's {@code time.Ticker}. Ticks that nobody receives
 * in time are dropped.
 *
 * <p>It lives in a heap of the scheduler. It may be used from any thread, and must be stopped when
 * it is not needed any more: its ticks go on otherwise.
 *
 * {@snippet :
 * try (var ticker = new Ticker(Duration.ofSeconds(1))) {
 *   for (Instant t : ticker.channel()) {
 *     IO.println(t);
 *   }
 * }
 * }
 */
public final class Ticker implements AutoCloseable {
  private final Channel<Instant> channel = Channel.ofTimer();

  /** Guards {@link #pending}, and makes one of stopping, setting and firing. */
  private final SpinLock lock = new SpinLock();

  private @Nullable Pending pending;

  /**
   * Starts a ticker: Go's {@code time.NewTicker}.
   *
   * @param period from one tick to the next
   * @throws IllegalArgumentException if the period is not positive
   */
  public Ticker(Duration period) {
    reset(period);
  }

  /**
   * The channel on which ticks are sent: Go's {@code t.C}. It is never closed, so that a stop is
   * not taken for a tick.
   *
   * @return the channel
   */
  public RecvChan<Instant> channel() {
    return channel;
  }

  /**
   * Stops the ticks: Go's {@code Stop}. No tick is received after it; the channel is not closed.
   */
  public void stop() {
    lock.lock();
    clear();
    lock.unlock();
  }

  /**
   * Sets a new period, the first of which begins now: Go's {@code Reset}.
   *
   * @param period from one tick to the next
   * @throws IllegalArgumentException if the period is not positive
   */
  public void reset(Duration period) {
    long nanos = Sleep.saturatedNanos(period);
    if (nanos <= 0) {
      throw new IllegalArgumentException("a ticker's period must be positive, not " + period);
    }
    Pending next = new Pending(TimerNode.after(nanos), nanos);
    lock.lock();
    clear();
    pending = next;
    lock.unlock();
    next.set(next.due);
  }

  @Override
  public void close() {
    stop();
  }

  // With the lock held.
  private void clear() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
    channel.drain();
  }

  private final class Pending extends TimerNode {
    private final long period;
    private long due;

    Pending(long due, long period) {
      this.due = due;
      this.period = period;
    }

    @Override
    protected void fire(long now) {
      lock.lock();
      boolean current = pending == this;
      if (current) {
        channel.trySend(Instant.now());
        // The next tick after now that is in step with the first one.
        due += period * (1 + Math.max(0, now - due) / period);
      }
      lock.unlock();
      if (current) {
        set(due);
      }
    }
  }
}
