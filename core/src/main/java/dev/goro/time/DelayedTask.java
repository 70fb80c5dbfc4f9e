package dev.goro.time;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.timer.TimerNode;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to run later: the inside of {@link Timer#afterFunc}. It stands in a heap of the
 * scheduler from the moment when it is set until it runs or is stopped.
 *
 * <p>Invariant, whenever the lock, which is this object, is free: {@link #alarm} is the one that
 * may start the task. Any other that is still about to fire does nothing.
 */
final class DelayedTask extends SpinLock {
  private final Task task;

  /** Where it runs: that of the goroutine that made it. */
  private final @Nullable Domain domain = Domain.current();

  private @Nullable Alarm alarm;

  DelayedTask(Task task) {
    this.task = task;
  }

  /** Sets it to a time from now; tells whether it was set. */
  boolean set(long nanos) {
    long when = TimerNode.after(nanos);
    lock();
    try {
      boolean was = clear();
      alarm = new Alarm();
      alarm.set(when);
      return was;
    } finally {
      unlock();
    }
  }

  /** Takes it back; tells whether it was set. */
  boolean stop() {
    lock();
    try {
      return clear();
    } finally {
      unlock();
    }
  }

  // With the lock held.
  private boolean clear() {
    if (alarm == null) {
      return false;
    }
    alarm.cancel(); // in vain if it is about to fire: it then finds that it is not the one any more
    alarm = null;
    return true;
  }

  private void start() {
    if (domain == null) {
      Go.go(task);
    } else {
      domain.goIfOpen(task);
    }
  }

  private final class Alarm extends TimerNode {
    @Override
    protected void fire(long now) {
      lock();
      boolean current = alarm == this;
      if (current) {
        alarm = null;
      }
      unlock();
      if (current) {
        start();
      }
    }
  }
}
