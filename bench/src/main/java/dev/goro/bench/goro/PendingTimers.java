package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Very many timers are set, to times between one and two hours. An operation is on one of them, one
 * after the other.
 */
final class PendingTimers implements Work {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final Timer[] timers;
  private final Consumer<PendingTimers> step;
  private int at;
  private long missed;

  PendingTimers(int size, Consumer<PendingTimers> step) {
    this.step = step;
    timers = new Timer[size];
    for (at = 0; at < size; at++) {
      timers[at] = Timer.afterFunc(delay(), Timers::nothing);
    }
    at = 0;
  }

  /** Each has a time of its own, which looks random. */
  private Duration delay() {
    return Duration.ofNanos(HOUR + (at * SCATTER >>> 1) % HOUR);
  }

  @Override
  public void run(long ops) {
    for (long i = 0; i < ops; i++) {
      step.accept(this);
      at++;
      if (at == timers.length) {
        at = 0;
      }
    }
    check("timers that were not set", 0, missed);
  }

  /** Stops a timer and makes another. */
  void replace() {
    if (!timers[at].stop()) {
      missed++;
    }
    timers[at] = Timer.afterFunc(delay(), Timers::nothing);
  }

  /** Sets a timer anew, as a timeout is put off. */
  void reset() {
    if (!timers[at].reset(delay())) {
      missed++;
    }
  }

  @Override
  public void close() {
    for (Timer timer : timers) {
      timer.stop();
    }
  }
}
