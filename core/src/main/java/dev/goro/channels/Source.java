package dev.goro.channels;

import dev.goro.RecvChan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of a helper: a channel, and what sends on it if that ends with the reader.
 *
 * @param <T> the type of the values
 */
record Source<T>(RecvChan<? extends T> channel, @Nullable Upstream upstream) {
  /** A stage is taken over, a channel is only read, and anything else is made a stage. */
  static <T> Source<T> of(Iterable<? extends T> input) {
    if (input instanceof RecvChan<? extends T> channel) {
      return new Source<>(channel, null);
    }
    Stage<? extends T> stage =
        input instanceof Stage<? extends T> given ? given : Stages.from(input);
    return new Source<>(stage.channel(), stage);
  }

  /** What a stage that reads from it has to end. */
  List<Upstream> upstreams() {
    return upstream == null ? List.of() : List.of(upstream);
  }

  /** Once the channel is closed and drained: hands a failure on. */
  void handOnFailure(Stage<?> to) {
    if (upstream != null) {
      upstream.failure().ifPresent(to::fail);
    }
  }
}
