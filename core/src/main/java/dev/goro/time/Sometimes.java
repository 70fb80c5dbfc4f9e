package dev.goro.time;

import dev.goro.runtime.timer.Sleep;
import dev.goro.sync.Mutex;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Runs an action now and then: {@code Sometimes} of Go's {@code golang.org/x/time/rate}. For log
 * lines in a busy place.
 *
 * {@snippet :
 * static final Sometimes SOMETIMES = new Sometimes(3, 0, Duration.ofSeconds(10));
 *
 * void onPacket() {
 *   SOMETIMES.run(() -> IO.println("packets come"));
 * }
 * }
 *
 * <p>It may be used from any thread. Calls run one after the other: one that comes while an action
 * runs blocks until that is over, so an action must be short and must not call {@link #run} of the
 * same object. What happened in an action is visible to the next one.
 */
public final class Sometimes {
  private final int first;
  private final int every;
  private final long interval;
  private final LongSupplier clock;

  /** Guards what follows. */
  private final Mutex mutex = new Mutex();

  private long calls;
  private long lastRun;

  /**
   * Says when actions run: the first one does always, any other if one of the three says so. With
   * none of them it is the first one only.
   *
   * @param first so many of the first calls run; 0 for none
   * @param every every so manieth call runs, beginning with the first; 0 for none
   * @param interval a call runs if so long ago none did; zero or less for none
   */
  public Sometimes(int first, int every, Duration interval) {
    this(first, every, interval, System::nanoTime);
  }

  /**
   * As the other constructor, with a clock of its own, for tests.
   *
   * @param first so many of the first calls run; 0 for none
   * @param every every so manieth call runs, beginning with the first; 0 for none
   * @param interval a call runs if so long ago none did; zero or less for none
   * @param clock the time in nanoseconds, as {@link System#nanoTime} counts it
   */
  public Sometimes(int first, int every, Duration interval, LongSupplier clock) {
    this.first = first;
    this.every = every;
    this.interval = Sleep.saturatedNanos(interval);
    this.clock = clock;
  }

  /**
   * Runs the action, or does nothing: Go's {@code Do}. If the action throws, the call is not
   * counted.
   *
   * @param action what to run
   * @return whether it ran
   * @throws dev.goro.InterruptedOperationException if the thread is interrupted while it has to
   *     wait for another action; this one was not run
   */
  public boolean run(Runnable action) {
    mutex.lock();
    try {
      boolean due =
          calls == 0
              || calls < first
              || every > 0 && calls % every == 0
              || interval > 0 && clock.getAsLong() - lastRun >= interval;
      if (due) {
        action.run();
        if (interval > 0) {
          lastRun = clock.getAsLong();
        }
      }
      calls++;
      return due;
    } finally {
      mutex.unlock();
    }
  }
}
