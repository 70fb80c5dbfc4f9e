package dev.goro;

import org.jspecify.annotations.Nullable;

/**
 * Which case a {@code select} took, as data: what {@link Select#recv(RecvChan)}, {@link
 * Select#send(SendChan, Object)}, {@link Select#after(java.time.Duration)} and {@link
 * Select#otherwise()} give. Go's {@code reflect.Select} returns the same three things.
 *
 * {@snippet :
 * switch (select(recv(jobs), recv(quit))) {
 *   case Selected s when s.from(quit) -> { return; }
 *   case Selected s -> work(s.value(jobs));
 * }
 * }
 *
 * @param index the place of the case taken among the cases given, counted from 0
 * @param channel the channel of that case; {@code null} for {@code after} and {@code otherwise}
 * @param value the value received; {@code null} for other cases and for a closed channel
 * @param ok whether a receive got a value; {@code false} for a closed channel and for other cases
 */
public record Selected(int index, @Nullable Object channel, @Nullable Object value, boolean ok) {
  /**
   * Tells whether the case taken was one of the given channel.
   *
   * @param channel a channel
   * @return whether it was
   */
  @SuppressWarnings("ReferenceEquality") // channels have no other equality
  public boolean from(@Nullable Object channel) {
    return this.channel == channel;
  }

  /**
   * The value received, typed by its channel.
   *
   * @param from the channel of the case taken
   * @param <T> the type of the channel's values
   * @return the value; {@code null} if the channel was closed
   * @throws IllegalArgumentException if the case taken was not one of that channel
   */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // what came out of a RecvChan<T> is a T
  public <T> @Nullable T value(RecvChan<T> from) {
    if (from != channel) {
      throw new IllegalArgumentException(
          "select took case "
              + index
              + ", which is not a receive from that channel: look at index() or from() first");
    }
    return (T) value;
  }
}
