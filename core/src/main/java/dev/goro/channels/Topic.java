package dev.goro.channels;

import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.sync.Mutex;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each value to all who have subscribed: publish and subscribe, or broadcast.
 *
 * <p>A subscriber gets what is published after its {@link #subscribe}, in the order that all others
 * see too. When it is slow and its buffer is full, the rule that it has chosen says what happens:
 * {@link WhenFull}. It has to close its subscription when it has enough, or the topic keeps it, and
 * a publisher may wait for it for ever.
 *
 * {@snippet :
 * var prices = new Topic<Price>();
 * go(() -> {
 *   try (var mine = prices.subscribe(16, WhenFull.DROP_OLDEST)) {
 *     for (Price p : mine) {
 *       show(p);
 *     }
 *   }
 * });
 * prices.publish(new Price("GORO", 42));
 * }
 *
 * <p>It may be used from any thread, and has no goroutine of its own. Memory effects: as those of a
 * channel, for each subscriber.
 *
 * @param <T> the type of the values
 */
public final class Topic<T> implements AutoCloseable {
  /** What happens to a value for which a subscriber has no room. */
  public enum WhenFull {
    /** The publisher waits for the subscriber, which misses nothing. */
    WAIT,
    /** The oldest value in the subscriber's buffer is dropped. */
    DROP_OLDEST,
    /** The value is dropped for this subscriber. */
    DROP_NEWEST
  }

  /**
   * One value at a time, so that all subscribers see the same order. Held while a publisher waits.
   */
  private final Mutex publishing = new Mutex();

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /** Set before the subscriptions are closed; who subscribes adds itself and then looks here. */
  private volatile boolean closed;

  /** A topic without subscribers. */
  public Topic() {}

  /**
   * Subscribes. Does not block, whatever publishers do. On a closed topic the subscription ends at
   * once.
   *
   * @param capacity how many values wait for the subscriber
   * @param whenFull what happens to more
   * @return the subscription, to be closed after use
   * @throws IllegalArgumentException if the capacity is negative, or is 0 and the oldest value is
   *     to be dropped
   */
  public Subscription subscribe(int capacity, WhenFull whenFull) {
    if (capacity == 0 && whenFull == WhenFull.DROP_OLDEST) {
      throw new IllegalArgumentException(
          "a subscription that drops its oldest value must have a capacity of 1 or more, not 0");
    }
    var subscription = new Subscription(Chan.make(capacity), Objects.requireNonNull(whenFull));
    subscriptions.add(subscription);
    if (closed) {
      subscription.close();
    }
    return subscription;
  }

  /**
   * Publishes a value. Blocks while another publisher is at it, and for subscribers that are full
   * and have chosen {@link WhenFull#WAIT}, until each has taken it or has gone.
   *
   * @param value the value, not {@code null}
   * @throws ChannelClosedException if the topic is closed
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; some
   *     subscribers may have the value then
   */
  public void publish(T value) {
    Objects.requireNonNull(
        value, "a topic does not carry null: publish a value that stands for it");
    publishing.lock();
    try {
      if (closed) {
        throw new ChannelClosedException("publish on closed topic");
      }
      List<Subscription> full = new ArrayList<>();
      for (Subscription subscription : subscriptions) {
        if (!subscription.offer(value)) {
          full.add(subscription);
        }
      }
      awaitRoom(full, value);
    } finally {
      publishing.unlock();
    }
  }

  private void awaitRoom(List<Subscription> full, T value) {
    while (!full.isEmpty()) {
      List<Case<Selected>> cases = new ArrayList<>();
      for (Subscription subscription : full) {
        cases.add(send(subscription.channel, value));
      }
      try {
        full.remove(Objects.requireNonNull(select(cases)).index());
      } catch (ChannelClosedException e) {
        full.removeIf(subscription -> subscription.left.get());
      }
    }
  }

  /**
   * How many have subscribed and not gone.
   *
   * @return the number of subscriptions
   */
  public int subscribers() {
    return subscriptions.size();
  }

  /**
   * Ends all subscriptions: what they have in their buffers can still be received. A publisher that
   * waits goes on, its value being lost for who had no room. A second close does nothing.
   */
  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
  }

  /** What one subscriber receives. It may be used from any thread. */
  public final class Subscription implements Iterable<T>, AutoCloseable {
    private final Chan<T> channel;
    private final WhenFull whenFull;
    private final AtomicLong missed = new AtomicLong();

    /** Set before the channel is closed. */
    private final AtomicBoolean left = new AtomicBoolean();

    private Subscription(Chan<T> channel, WhenFull whenFull) {
      this.channel = channel;
      this.whenFull = whenFull;
    }

    /**
     * The channel of its values. It is closed when the subscription ends.
     *
     * @return the channel
     */
    public RecvChan<T> channel() {
      return channel;
    }

    @Override
    public Iterator<T> iterator() {
      return channel.iterator();
    }

    /**
     * How many values were dropped since the subscriber had no room for them.
     *
     * @return the number
     */
    public long missed() {
      return missed.get();
    }

    /**
     * Ends the subscription: what is in the buffer can still be received, then the channel is
     * closed. A second close does nothing.
     */
    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        subscriptions.remove(this);
        channel.close();
      }
    }

    /** With the publishers' lock held; false if the publisher has to wait. */
    private boolean offer(T value) {
      try {
        while (!channel.trySend(value)) {
          if (whenFull == WhenFull.WAIT) {
            return false;
          }
          boolean dropped =
              whenFull == WhenFull.DROP_NEWEST || channel.tryRecv().filter(r -> r.ok()).isPresent();
          if (dropped) {
            missed.incrementAndGet();
          }
          if (whenFull == WhenFull.DROP_NEWEST) {
            return true;
          }
        }
      } catch (ChannelClosedException e) {
        return true; // it has gone, and nothing has to be done for it
      }
      return true;
    }
  }
}
