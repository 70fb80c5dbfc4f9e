package dev.goro.loop;

import dev.goro.Task;

/** A callback that is to be called at a time: one of {@link Timers}, and ordered as there. */
final class TimerHandle extends Handle implements Comparable<TimerHandle> {
  /** When it is due, by {@link System#nanoTime}. */
  final long when;

  /** Tells those apart that are due at the same time: first made, first called. */
  private final long number;

  private final Timers timers;

  TimerHandle(
      EventLoop loop, Timers timers, long when, long number, Task callback, boolean dropped) {
    super(loop, callback, dropped);
    this.timers = timers;
    this.when = when;
    this.number = number;
  }

  @Override
  public void cancel() {
    loop().checkOwner("cancel of a timer");
    if (!isCancelled()) {
      super.cancel();
      timers.remove(this);
    }
  }

  @Override
  public int compareTo(TimerHandle other) {
    long by = when - other.when; // nanoTime may wrap around, differences do not
    return by != 0 ? Long.signum(by) : Long.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
