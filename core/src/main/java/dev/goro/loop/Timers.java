package dev.goro.loop;

import dev.goro.Task;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.timer.TimerNode;
import java.util.TreeSet;

/**
 * The timers of a loop, in the order in which they are due. They are the loop's own and not the
 * scheduler's, so that they fire in that order, whichever Ms look at the clock: of those that are
 * due at the same time the first made is the first called. The scheduler has one timer for all, set
 * to the first.
 *
 * <p>Confined to the loop, but for the alarm's own fire.
 */
final class Timers {
  private final EventLoop loop;
  private final TreeSet<TimerHandle> all = new TreeSet<>();
  private final Alarm alarm;
  private long made;

  /** Whether the alarm is set, as far as the loop knows, and to when. */
  private boolean set;

  private long setTo;
  private boolean everSet;

  Timers(EventLoop loop, Domain domain) {
    this.loop = loop;
    this.alarm = new Alarm(domain, this::callDue);
  }

  /** The scheduler's timer; the first that is due is due. */
  private static final class Alarm extends TimerNode {
    private final Domain domain;
    private final Task callDue;

    Alarm(Domain domain, Task callDue) {
      this.domain = domain;
      this.callDue = callDue;
    }

    @Override
    protected void fire(long now) {
      domain.goIfAlive(callDue);
    }
  }

  /** For the loop itself, some of whose goroutines wait for it. */
  TimerHandle add(long when, Task callback) {
    return add(when, callback, false);
  }

  /**
   * Adds one.
   *
   * @param dropped whether it is not called when the loop is being closed
   */
  TimerHandle add(long when, Task callback, boolean dropped) {
    var handle = new TimerHandle(loop, this, when, made++, callback, dropped);
    all.add(handle);
    setAlarm();
    return handle;
  }

  void remove(TimerHandle handle) {
    if (all.remove(handle)) {
      setAlarm();
    }
  }

  void clear() {
    all.clear();
    setAlarm();
  }

  /** In a turn: starts what is due, in its order. */
  private void callDue() {
    set = false;
    long now = System.nanoTime();
    while (!all.isEmpty() && all.first().when - now <= 0) {
      loop.start(all.removeFirst());
    }
    setAlarm();
  }

  /** Sets the alarm to the first. One that fires without need finds nothing due. */
  private void setAlarm() {
    if (all.isEmpty()) {
      if (set) {
        set = false;
        alarm.cancel(); // or the deadlock detector would wait for it
      }
      return;
    }
    long first = all.first().when;
    if (set && setTo == first) {
      return;
    }
    set = true;
    setTo = first;
    if (everSet) {
      alarm.reset(first);
    } else {
      everSet = true;
      alarm.set(first);
    }
  }
}
