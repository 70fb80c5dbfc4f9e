package dev.goro.loop;

import java.util.concurrent.CancellationException;

/**
 * How a future has ended: what {@link EventLoop#gatherOutcomes} gives, for asyncio's {@code
 * gather(…, return_exceptions=True)}.
 *
 * {@snippet :
 * switch (outcome) {
 *   case Outcome.Value<String>(var page) -> show(page);
 *   case Outcome.Failure<String>(var exception) -> log(exception);
 * }
 * }
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T> {
  /**
   * It ended with a value.
   *
   * @param value the value
   * @param <T> its type
   */
  record Value<T>(T value) implements Outcome<T> {}

  /**
   * It failed, or was cancelled.
   *
   * @param exception what it failed with; a {@link CancellationException} if it was cancelled
   * @param <T> the type that the value would have had
   */
  record Failure<T>(Throwable exception) implements Outcome<T> {}
}
