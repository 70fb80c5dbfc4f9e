package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Very many timers are set, to times between one and two hours. An operation stops one of them, one
 * after the other, and makes another.
 */
final class PendingTimers implements Work {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final ScheduledThreadPoolExecutor executor = Timers.executor();
  private final ScheduledFuture<?>[] timers;
  private int at;

  PendingTimers(int size) {
    timers = new ScheduledFuture<?>[size];
    for (at = 0; at < size; at++) {
      timers[at] = next();
    }
    at = 0;
  }

  /** Each has a time of its own, which looks random. */
  private ScheduledFuture<?> next() {
    long delay = HOUR + (at * SCATTER >>> 1) % HOUR;
    return executor.schedule(Timers::nothing, delay, TimeUnit.NANOSECONDS);
  }

  @Override
  public void run(long ops) {
    long stopped = 0;
    for (long i = 0; i < ops; i++) {
      if (timers[at].cancel(false)) {
        stopped++;
      }
      timers[at] = next();
      at++;
      if (at == timers.length) {
        at = 0;
      }
    }
    check("timers that were stopped", ops, stopped);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
