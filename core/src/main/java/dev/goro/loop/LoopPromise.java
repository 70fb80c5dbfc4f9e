package dev.goro.loop;

import java.util.Objects;

/**
 * A future whose end somebody sets: what asyncio's {@code loop.create_future()} gives. Made by
 * {@link EventLoop#promise}. For code that has callbacks, to let tasks wait for them.
 *
 * {@snippet :
 * LoopPromise<String> answer = loop.promise();
 * loop.callLater(Duration.ofMillis(10), () -> answer.setResult("yes"));
 * IO.println(answer.await());
 * }
 *
 * @param <T> the type of the result
 */
public final class LoopPromise<T> extends LoopFuture<T> {
  LoopPromise(EventLoop loop) {
    super(loop);
  }

  /**
   * Ends it with a value, and makes ready all that await it.
   *
   * @param value the value
   * @throws IllegalStateException if it has ended already, or by {@link EventLoop}'s rule of who
   *     may
   */
  public void setResult(T value) {
    loop().checkOwner("setResult");
    check(endWith(value));
  }

  /**
   * Ends it with an exception, which is thrown to all that await it.
   *
   * @param exception the exception
   * @throws IllegalStateException if it has ended already, or by {@link EventLoop}'s rule of who
   *     may
   */
  public void setException(Throwable exception) {
    Objects.requireNonNull(exception, "setException of null: use setResult for an end without one");
    loop().checkOwner("setException");
    check(endFailed(exception));
  }

  private void check(boolean ended) {
    if (!ended) {
      throw new IllegalStateException(
          this + " has ended already: a future ends once; ask isDone() where others may be first");
    }
  }

  @Override
  String title() {
    return "promise";
  }
}
