package dev.goro;

import dev.goro.runtime.chan.Channel;

/**
 * A typed, blocking channel: Go's {@code chan T}.
 *
 * <p>A value goes from one sender to one receiver. An unbuffered channel hands it over when both
 * are there; a buffered one keeps up to {@link #cap} values. Waiting senders and receivers are
 * served in the order in which they came. A channel carries any object but {@code null}.
 *
 * <p>Goroutines park on a channel; any other thread, virtual or platform, may use it too and is
 * blocked.
 *
 * <p>Memory effects, as in Go's memory model: a send happens before the receive of its value
 * completes; a close happens before a receive that sees it; the receive from an unbuffered channel
 * happens before its send completes; the <i>k</i>th receive from a channel of capacity <i>C</i>
 * happens before the <i>k+C</i>th send completes.
 *
 * {@snippet :
 * Chan<String> messages = Chan.make();
 * go(() -> messages.send("ping"));
 * IO.println(messages.recv());
 * }
 *
 * @param <T> the type of the values
 */
public sealed interface Chan<T> extends SendChan<T>, RecvChan<T> permits Channel {
  /**
   * Makes an unbuffered channel: Go's {@code make(chan T)}.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  static <T> Chan<T> make() {
    return new Channel<>(0);
  }

  /**
   * Makes a buffered channel: Go's {@code make(chan T, capacity)}.
   *
   * @param capacity how many values it can hold; 0 makes an unbuffered one
   * @param <T> the type of the values
   * @return the channel
   * @throws IllegalArgumentException if the capacity is negative
   */
  static <T> Chan<T> make(int capacity) {
    return new Channel<>(capacity);
  }

  @Override
  int len();

  @Override
  int cap();
}
