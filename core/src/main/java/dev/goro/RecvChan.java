package dev.goro;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a channel: Go's {@code <-chan T}.
 *
 * <p>It is an {@link Iterable}, so that {@code for (var v : ch)} receives until the channel is
 * closed and drained.
 *
 * @param <T> the type of the values
 */
public sealed interface RecvChan<T> extends Iterable<T> permits Chan {
  /**
   * Receives a value; blocks until there is one or the channel is closed.
   *
   * @return the value, or {@code null} once the channel is closed and drained
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait;
   *     nothing was received
   */
  @Nullable T recv();

  /**
   * Receives a value and tells whether there was one: Go's {@code v, ok := <-ch}. Blocks as {@link
   * #recv} does.
   *
   * @return the value and {@code true}, or {@code null} and {@code false} once the channel is
   *     closed and drained
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait;
   *     nothing was received
   */
  Received<T> receive();

  /**
   * Receives if that is possible at once: Go's {@code select} with a receive and a {@code default}.
   *
   * @return what was received (a closed and drained channel gives {@code ok == false} at once), or
   *     empty if a receive would have to wait
   */
  Optional<Received<T>> tryRecv();

  /**
   * Receives, waiting no longer than the given time.
   *
   * @param timeout how long to wait; zero or less does not wait
   * @return what was received, or empty if the time ran out
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait;
   *     nothing was received
   */
  Optional<Received<T>> tryRecv(Duration timeout);

  /**
   * An iterator that receives until the channel is closed and drained: Go's {@code for v := range
   * ch}.
   *
   * @return the iterator; for one goroutine at a time
   */
  @Override
  Iterator<T> iterator();

  /**
   * A sequential, ordered stream that receives until the channel is closed and drained.
   *
   * @return the stream
   */
  Stream<T> stream();

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
