package dev.goro.runtime.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A clock that sysmon moves every ten milliseconds while anything runs: for how long a goroutine
 * waits, not for timers. Its values compare as those of {@link System#nanoTime}; to read it costs a
 * load.
 */
final class Clock {
  /** A tick is so many bits of a nanosecond: some eight milliseconds. */
  private static final int TICK_BITS = 23;

  private static final VarHandle NOW;
  private static final VarHandle TICKS;

  static {
    try {
      NOW = MethodHandles.lookup().findStaticVarHandle(Clock.class, "now", long.class);
      TICKS = MethodHandles.lookup().findStaticVarHandle(Clock.class, "ticks", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by NOW
  private static long now = System.nanoTime();

  @SuppressWarnings("unused") // by TICKS
  private static int ticks = ticks(now);

  private Clock() {}

  static long coarseNanos() {
    return (long) NOW.getOpaque();
  }

  /** The coarse time in ticks, which go round after a year: four bytes for who waits. */
  static int coarseTicks() {
    return (int) TICKS.getOpaque();
  }

  /** The time by {@link System#nanoTime} that {@link #coarseTicks} told less than a year ago. */
  static long nanosOf(int then) {
    long now = System.nanoTime();
    return now - (Integer.toUnsignedLong(ticks(now) - then) << TICK_BITS);
  }

  static void move() {
    long moved = System.nanoTime();
    NOW.setOpaque(moved);
    TICKS.setOpaque(ticks(moved));
  }

  private static int ticks(long nanos) {
    return (int) (nanos >> TICK_BITS);
  }
}
