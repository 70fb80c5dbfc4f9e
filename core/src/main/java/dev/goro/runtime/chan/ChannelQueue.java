package dev.goro.runtime.chan;

import dev.goro.ChannelClosedException;
import dev.goro.InterruptedOperationException;
import dev.goro.Received;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a {@link BlockingQueue}; what it promises stands at {@link
 * dev.goro.Chan#asBlockingQueue}. It has no state of its own.
 */
final class ChannelQueue<T> extends AbstractQueue<T> implements BlockingQueue<T> {
  private static final String TAKE_FROM_CLOSED = "take from closed and drained channel";

  private final Channel<T> channel;

  ChannelQueue(Channel<T> channel) {
    this.channel = channel;
  }

  // ---- in

  @Override
  public void put(T value) throws InterruptedException {
    try {
      channel.send(value);
    } catch (InterruptedOperationException e) {
      throw interrupted(e);
    }
  }

  @Override
  public boolean offer(T value) {
    return channel.trySend(value);
  }

  @Override
  public boolean offer(T value, long timeout, TimeUnit unit) throws InterruptedException {
    try {
      return channel.trySend(value, duration(timeout, unit));
    } catch (InterruptedOperationException e) {
      throw interrupted(e);
    }
  }

  // ---- out

  @Override
  public T take() throws InterruptedException {
    T value;
    try {
      value = channel.recv();
    } catch (InterruptedOperationException e) {
      throw interrupted(e);
    }
    if (value == null) {
      throw new ChannelClosedException(TAKE_FROM_CLOSED);
    }
    return value;
  }

  @Override
  public @Nullable T poll() {
    return value(channel.tryRecv());
  }

  @Override
  public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      return value(channel.tryRecv(duration(timeout, unit)));
    } catch (InterruptedOperationException e) {
      throw interrupted(e);
    }
  }

  @Override
  public int drainTo(Collection<? super T> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // is it this very queue?
  public int drainTo(Collection<? super T> to, int most) {
    Objects.requireNonNull(to, "drainTo needs a collection, not null");
    if (to == this) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int taken = 0;
    T value;
    while (taken < most && (value = poll()) != null) {
      to.add(value);
      taken++;
    }
    return taken;
  }

  // ---- looking

  @Override
  public @Nullable T peek() {
    return channel.peek();
  }

  @Override
  public int size() {
    return channel.len();
  }

  @Override
  public int remainingCapacity() {
    return channel.cap() - channel.len();
  }

  @Override
  public Iterator<T> iterator() {
    return Collections.unmodifiableList(channel.buffered()).iterator();
  }

  // ---- between the two worlds

  private static <T> @Nullable T value(Optional<Received<T>> received) {
    return received.isEmpty() ? null : received.get().value();
  }

  private static Duration duration(long timeout, TimeUnit unit) {
    return Duration.ofNanos(unit.toNanos(timeout)); // which saturates
  }

  private static InterruptedException interrupted(InterruptedOperationException e) {
    Thread.interrupted(); // the law of the JDK: the exception stands for the flag
    var interrupted = new InterruptedException(e.getMessage());
    interrupted.initCause(e);
    return interrupted;
  }
}
