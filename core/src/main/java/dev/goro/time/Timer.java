package dev.goro.time;

import dev.goro.RecvChan;
import java.time.Duration;
import java.time.Instant;

/** stub */
public final class Timer {
  /** NewTimer. @param d time */
  public Timer(Duration d) { throw new AssertionError(); }
  /** Go's AfterFunc: runs f in its own goroutine. @param d time @param f task @return timer */
  public static Timer afterFunc(Duration d, dev.goro.Task f) { throw new AssertionError(); }
  /** Go's time.After. @param d time @return channel */
  public static RecvChan<Instant> after(Duration d) { throw new AssertionError(); }
  /** Go's t.C @return channel */
  public RecvChan<Instant> channel() { throw new AssertionError(); }
  /** Go's Stop @return whether the call stops the timer */
  public boolean stop() { throw new AssertionError(); }
  /** Go's Reset @param d time @return whether the timer was active */
  public boolean reset(Duration d) { throw new AssertionError(); }
}
