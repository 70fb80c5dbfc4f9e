package dev.goro.runtime.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A clock that sysmon moves every ten milliseconds while anything runs: for how long a goroutine
 * waits, not for timers. Its values compare as those of {@link System#nanoTime}; to read it costs a
 * load.
 */
final class Clock {
  private static final VarHandle NOW;

  static {
    try {
      NOW = MethodHandles.lookup().findStaticVarHandle(Clock.class, "now", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by NOW
  private static long now = System.nanoTime();

  private Clock() {}

  static long coarseNanos() {
    return (long) NOW.getOpaque();
  }

  static void move() {
    NOW.setOpaque(System.nanoTime());
  }
}
