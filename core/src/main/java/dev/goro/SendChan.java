package dev.goro;

import java.time.Duration;

/**
 * The sending side of a channel: Go's {@code chan<- T}.
 *
 * @param <T> the type of the values
 */
public sealed interface SendChan<T> permits Chan {
  /**
   * Sends a value; blocks until a receiver takes it or the buffer has room.
   *
   * <p>Memory effects: what happened before a send is visible after the receive that took the
   * value.
   *
   * @param value the value, not {@code null}
   * @throws ChannelClosedException if the channel is closed, also while this send waits
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     value was not sent
   * @throws NullPointerException if the value is {@code null}
   */
  void send(T value);

  /**
   * Sends a value if that is possible at once: Go's {@code select} with a send and a {@code
   * default}.
   *
   * @param value the value, not {@code null}
   * @return whether the value was sent
   * @throws ChannelClosedException if the channel is closed
   */
  boolean trySend(T value);

  /**
   * Sends a value, waiting no longer than the given time.
   *
   * @param value the value, not {@code null}
   * @param timeout how long to wait; zero or less does not wait
   * @return whether the value was sent
   * @throws ChannelClosedException if the channel is closed, also while this send waits
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     value was not sent
   */
  boolean trySend(T value, Duration timeout);

  /**
   * Closes the channel: receivers get what is buffered and then {@code ok == false}; a send is an
   * error from now on.
   *
   * @throws ChannelClosedException if it is closed already
   */
  void close();

  /**
   * How many values the buffer holds now: Go's {@code len(ch)}.
   *
   * @return the number of buffered values
   */
  int len();

  /**
   * How many values the buffer can hold: Go's {@code cap(ch)}.
   *
   * @return the capacity, 0 for an unbuffered channel
   */
  int cap();
}
