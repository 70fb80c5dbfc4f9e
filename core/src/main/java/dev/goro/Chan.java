package dev.goro;

import dev.goro.runtime.chan.Channel;
import java.util.concurrent.BlockingQueue;

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

  /**
   * The channel as a {@link BlockingQueue}, for code that wants one. The view and the channel are
   * the same queue: each sees what the other does.
   *
   * {@snippet :
   * Chan<Job> jobs = Chan.make(64);
   * legacy.drainFrom(jobs.asBlockingQueue());
   * }
   *
   * <p>A queue has no end, a channel has:
   *
   * <ul>
   *   <li>{@code put}, {@code offer} and {@code add} on a closed channel throw {@link
   *       ChannelClosedException}, also while they wait. That is an {@link IllegalStateException},
   *       which {@code add} throws too where there is no room.
   *   <li>What was sent before the close can still be taken. Then {@code take} throws {@link
   *       ChannelClosedException}; {@code poll}, with a time limit too, returns {@code null} at
   *       once, as it does where there is nothing.
   * </ul>
   *
   * <p>What only looks, looks at the buffer: {@code size}, {@code peek}, {@code contains} and the
   * iterator, which is over what was buffered when it was made. So to them an unbuffered channel is
   * always empty and always full, as a {@code SynchronousQueue} is. What would take a value out of
   * the middle throws {@link UnsupportedOperationException}: {@code remove(Object)}, {@code
   * removeIf}, {@code retainAll} and {@code Iterator.remove}, where they find one.
   *
   * <p>An interrupt while it waits makes a method throw {@link InterruptedException}, as a queue
   * does, and takes the flag down. Memory effects are those of the channel.
   *
   * @return a view of the channel
   */
  BlockingQueue<T> asBlockingQueue();

  @Override
  int len();

  @Override
  int cap();
}
