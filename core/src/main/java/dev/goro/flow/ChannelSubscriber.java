package dev.goro.flow;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Flow.Publisher} as a channel: a subscriber whose values are received.
 *
 * {@snippet :
 * try (var prices = ChannelSubscriber.to(publisher, 16)) {
 *   for (Price p : prices.channel()) {
 *     if (p.isHigh()) break;                              // the close cancels the subscription
 *   }
 *   prices.failure().ifPresent(f -> IO.println("the prices ended early: " + f));
 * }
 * }
 *
 * <p>It requests as many values as it has room for, and more as they are received. So the publisher
 * is never blocked, and what it sends ahead of the receivers is bounded. A goroutine hands the
 * values on; it ends with the publisher's last value, or by {@link #close}. Who stops receiving
 * before the channel is closed must call that, or the goroutine stays.
 *
 * <p>When the publisher completes or fails, the values that it sent before can still be received;
 * then the channel is closed. {@link #failure} tells which it was: a channel carries no errors.
 *
 * <p>Memory effects: what happened before the publisher's {@code onNext} is visible after the
 * receive of the value; what happened before {@code onComplete} or {@code onError}, {@link
 * #failure} included, after the receive that sees the close.
 *
 * @param <T> the type of the values
 */
public final class ChannelSubscriber<T> implements Flow.Subscriber<T>, AutoCloseable {
  private static final ThreadFactory GOROUTINES = Go.threadFactory();

  private final int capacity;

  /**
   * From the publisher to the goroutine. It has room for all that was requested, so that a send
   * does not wait. Closed by the publisher's last signal alone.
   */
  private final Chan<T> inbox;

  private final Chan<T> out = Chan.make();

  /** Closed to wake the goroutine where it waits for the publisher. */
  private final Chan<Boolean> stop = Chan.make();

  /** Whoever sets it closes {@link #out} and {@link #stop}, and nobody else does. */
  private final AtomicBoolean finished = new AtomicBoolean();

  /** Whoever sets it has to see to it that this is finished. */
  private final AtomicBoolean begun = new AtomicBoolean();

  /** The last signal has come; of the publisher alone, whose signals come one after the other. */
  private volatile boolean complete;

  /**
   * What came by {@link #onError}; written before the inbox is closed, read after that was seen.
   */
  private @Nullable Throwable cause;

  /** Written before {@link #out} is closed. */
  private volatile @Nullable Throwable failure;

  /**
   * Makes a subscriber that is not subscribed yet.
   *
   * @param capacity how many values the publisher may send ahead, 1 or more
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  public ChannelSubscriber(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a subscriber's capacity must be 1 or more, not "
              + capacity
              + ": without room it could request nothing");
    }
    this.capacity = capacity;
    inbox = Chan.make(capacity);
  }

  /**
   * Subscribes to a publisher.
   *
   * @param publisher where the values come from
   * @param capacity how many values it may send ahead, 1 or more
   * @param <T> the type of the values
   * @return the subscriber; to be closed unless its channel is drained
   */
  public static <T> ChannelSubscriber<T> to(Flow.Publisher<? extends T> publisher, int capacity) {
    var subscriber = new ChannelSubscriber<T>(capacity);
    publisher.subscribe(subscriber);
    return subscriber;
  }

  /**
   * Where the values are received. It is closed when the publisher has completed or failed, or this
   * subscriber was closed.
   *
   * @return the channel, unbuffered
   */
  public RecvChan<T> channel() {
    return out;
  }

  /**
   * Why the values ended early: what the publisher told {@code onError}, or an {@link
   * IllegalStateException} if it sent more than was requested.
   *
   * @return the failure; empty before the channel is closed, if the publisher completed, or if this
   *     was closed
   */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Cancels the subscription and closes the channel; values not received yet are dropped. Does not
   * block. Without effect if it has ended already.
   */
  @Override
  public void close() {
    finish(null);
  }

  private void finish(@Nullable Throwable why) {
    if (finished.compareAndSet(false, true)) {
      failure = why;
      out.close();
      stop.close();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "onSubscribe needs a subscription, not null");
    if (!finished.get() && begun.compareAndSet(false, true)) {
      GOROUTINES.newThread(() -> handOn(subscription)).start();
    } else {
      subscription.cancel(); // it was closed before, or this is the second one (rule 2.5)
    }
  }

  @Override
  public void onNext(T value) {
    Objects.requireNonNull(value, "onNext needs a value, not null");
    if (complete || inbox.trySend(value)) {
      return;
    }
    complete = true;
    finish(
        new IllegalStateException(
            "the publisher sent more values than were requested (rule 1.1); the rest is dropped"));
  }

  @Override
  public void onError(Throwable cause) {
    Objects.requireNonNull(cause, "onError needs a throwable, not null");
    end(cause);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  private void end(@Nullable Throwable why) {
    if (complete) {
      return;
    }
    complete = true;
    cause = why;
    inbox.close();
    if (begun.compareAndSet(false, true)) {
      finish(why); // without a subscription there is no goroutine that would do it
    }
  }

  /**
   * The body of the goroutine. It alone calls the subscription, so that these calls come one after
   * the other (rule 2.7).
   */
  private void handOn(Flow.Subscription subscription) {
    try {
      subscription.request(capacity);
      if (isDrained(subscription)) {
        finish(cause);
        return;
      }
    } catch (RuntimeException | Error t) {
      finish(t); // the subscription's, which may not throw, or of an interrupt that it caused
    }
    subscription.cancel();
  }

  /** Hands values on until the publisher has ended (true) or this is finished (false). */
  private boolean isDrained(Flow.Subscription subscription) {
    Case<Selected> next = recv(inbox);
    Case<Selected> stopped = recv(stop);
    // What is requested and not sent, what is in the inbox, and what was taken since the last
    // request are at most the capacity together.
    int batch = capacity - capacity / 2;
    int taken = 0;
    while (true) {
      Selected got = Objects.requireNonNull(select(next, stopped));
      if (got.from(stop)) {
        return false;
      }
      if (!got.ok()) {
        return true;
      }
      try {
        out.send(Objects.requireNonNull(got.value(inbox)));
      } catch (ChannelClosedException e) {
        return false; // it was finished meanwhile
      }
      if (++taken == batch) {
        subscription.request(taken);
        taken = 0;
      }
    }
  }
}
