package dev.goro.runtime.chan;

import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.timer.TimerNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sends the time on a channel, once or again and again: the inside of a timer and of a ticker.
 *
 * <p>It stands in a heap of the scheduler only while somebody waits for its channel. For all others
 * its time comes when they look: a receive that does not wait, and each that is about to, first
 * calls {@link #poll}. So a timer that nobody waits for and nobody refers to is garbage, however
 * far its time, and one that is made and stopped never touches a heap. Go does the same since 1.23.
 *
 * <p>Invariants, whenever the lock, which is this object, is free:
 *
 * <ul>
 *   <li>{@link #alarm} is there if and only if it is {@link #active} and {@link #waiting} is more
 *       than 0. Any other alarm that is still in a heap, or about to fire, does nothing.
 *   <li>The channel holds a value only if that is due since the last stop or set: these take it out
 *       under the lock under which it is put in.
 * </ul>
 *
 * <p>No wake-up is lost: a receiver enters the channel's queue first and then calls {@link
 * #startWaiting}, which puts the alarm in the heap, also if its time has come meanwhile; whoever
 * sets the time either sees that it waits or comes before it, and both do it under the lock. A poll
 * in between gives the value to the first in the queue, as any send does.
 *
 * <p>Order of locks: this one, then the channel's or a heap's. A receiver calls in here with no
 * lock held.
 */
public final class ChannelTimer extends SpinLock {
  private final Channel<Instant> channel = Channel.ofTimer(this);

  /** Whether a time is set that has not come, or has come and nobody has looked. */
  private boolean active;

  private long due;

  /** From one time to the next; 0 if there is one only. */
  private long period;

  /** How many wait for the channel, or are on their way back from that. */
  private int waiting;

  private @Nullable Alarm alarm;

  /** A timer that is not set. */
  public ChannelTimer() {}

  /** The channel on which the time is sent; never closed. */
  public Channel<Instant> channel() {
    return channel;
  }

  /**
   * Sets it, and takes back what was set before.
   *
   * @param nanos until the time, from now
   * @param period from that to the next and so on; 0 for one only
   * @return whether it was set and its value not received
   */
  public boolean set(long nanos, long period) {
    long when = TimerNode.after(nanos);
    Headroom.checkForMore();
    lock();
    try {
      boolean was = clear();
      active = true;
      due = when;
      this.period = period;
      arm(false);
      return was;
    } finally {
      unlock();
    }
  }

  /**
   * Takes back what was set: no value is received any more.
   *
   * @return whether it was set and its value not received
   */
  public boolean stop() {
    Headroom.checkForMore();
    lock();
    try {
      return clear();
    } finally {
      unlock();
    }
  }

  // ---- for those who receive

  /** Sends the time if it has come; before a look at the channel. */
  void poll() {
    Headroom.checkForMore();
    lock();
    try {
      if (active) {
        long now = System.nanoTime();
        if (due - now <= 0) {
          expire(now);
          arm(false);
        }
      }
    } finally {
      unlock();
    }
  }

  /** One more waits, and stands in the channel's queue already. */
  void startWaiting() {
    lock();
    try {
      waiting++;
      arm(true);
    } finally {
      unlock();
    }
  }

  /** One that waited does so no more, whatever ended it. */
  void stopWaiting() {
    lock();
    try {
      if (--waiting == 0) {
        disarm();
      }
    } finally {
      unlock();
    }
  }

  // ---- with the lock held

  private boolean clear() {
    boolean was = active;
    active = false;
    disarm();
    return channel.drain() || was;
  }

  /** The time has come: sends it, dropping it if the one before was not received. */
  private void expire(long now) {
    disarm();
    long late = now - due;
    channel.trySend(Instant.now().minusNanos(late));
    if (period == 0) {
      active = false;
    } else {
      due += period * (1 + late / period); // the next after now that is in step with the first
    }
  }

  /** Puts the alarm in a heap if it is to be there; {@code waits}: the caller is about to wait. */
  private void arm(boolean waits) {
    if (active && waiting > 0 && alarm == null) {
      alarm = new Alarm();
      if (waits) {
        alarm.setAndWait(due);
      } else {
        alarm.set(due);
      }
    }
  }

  private void disarm() {
    if (alarm != null) {
      alarm.cancel(); // in vain if it is about to fire: it then finds that it is not the timer's
      alarm = null;
    }
  }

  private final class Alarm extends TimerNode {
    @Override
    protected void fire(long now) {
      lock();
      try {
        if (alarm == this) {
          expire(now);
          arm(false);
        }
      } finally {
        unlock();
      }
    }
  }

  @Override
  protected Contention contention() {
    return Contention.TIMERS;
  }
}
