package dev.goro.runtime.timer;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.time.Duration;

/**
 * Pauses a goroutine until a time: Go's {@code time.Sleep}. Any other thread sleeps by the JDK's
 * means.
 */
public final class Sleep extends TimerNode {
  private final Goroutine sleeper;

  private Sleep(Goroutine sleeper) {
    this.sleeper = sleeper;
  }

  @Override
  protected void fire(long now) {
    sleeper.wake();
  }

  @Override
  protected Waiter sleeper() {
    return sleeper;
  }

  /** Sleeps for a time; returns at once if that is not positive. */
  public static void sleep(Duration time) {
    long nanos = saturatedNanos(time);
    if (nanos <= 0) {
      return;
    }
    Goroutine g = Goroutine.current();
    if (g == null) {
      sleepThread(time);
      return;
    }
    Headroom.check();
    g.checkInterrupt(WaitReason.SLEEP);
    Sleep timer = new Sleep(g);
    g.arm(WaitReason.SLEEP);
    timer.setAndWait(after(nanos));
    if (!g.awaitArmed()) {
      if (timer.cancel()) {
        throw new InterruptedOperationException(WaitReason.SLEEP.text());
      }
      g.awaitWake();
    }
  }

  private static void sleepThread(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedOperationException(WaitReason.SLEEP.text());
    }
  }

  /** A duration in nanoseconds, as large as fits. */
  public static long saturatedNanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return time.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
