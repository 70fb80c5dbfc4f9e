package dev.goro.time;

import dev.goro.RecvChan;
import dev.goro.runtime.chan.ChannelTimer;
import dev.goro.runtime.timer.Sleep;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends the time on a channel again and again: Go's {@code time.Ticker}. Ticks that nobody receives
 * in time are dropped.
 *
 * <p>It lives on the scheduler and may be used from any thread. As in Go since 1.23, no stale tick
 * is received after {@link #stop} or {@link #reset}, and a ticker that nobody refers to or waits
 * for any more is collected, stopped or not.
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
  private final ChannelTimer sender = new ChannelTimer();

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
   * The channel of a ticker that is never stopped: Go's {@code time.Tick}.
   *
   * @param period from one tick to the next
   * @return the channel
   * @throws IllegalArgumentException if the period is not positive
   */
  public static RecvChan<Instant> tick(Duration period) {
    return new Ticker(period).channel();
  }

  /**
   * The channel on which ticks are sent: Go's {@code t.C}. It is never closed, so that a stop is
   * not taken for a tick. A tick's value is the time at which it was due.
   *
   * @return the channel
   */
  public RecvChan<Instant> channel() {
    return sender.channel();
  }

  /**
   * Stops the ticks: Go's {@code Stop}. No tick is received after it; the channel is not closed.
   */
  public void stop() {
    sender.stop();
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
    sender.set(nanos, nanos);
  }

  @Override
  public void close() {
    stop();
  }
}
