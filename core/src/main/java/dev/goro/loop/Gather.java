package dev.goro.loop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several futures as one: asyncio's {@code gather}. It ends when all of them have, or, if it is not
 * to gather failures, with the first that fails; the others go on. To cancel it is to cancel all of
 * them.
 *
 * @param <T> the type of each result
 * @param <R> what it makes of them
 */
final class Gather<T, R> extends LoopFuture<R> {
  private final List<? extends LoopFuture<? extends T>> children;
  private final boolean failures;
  private final Function<List<? extends LoopFuture<? extends T>>, R> together;
  private int left;
  private boolean cancelRequested;
  private @Nullable String message;

  private Gather(
      EventLoop loop,
      List<? extends LoopFuture<? extends T>> children,
      boolean failures,
      Function<List<? extends LoopFuture<? extends T>>, R> together) {
    super(loop);
    this.children = children;
    this.failures = failures;
    this.together = together;
  }

  /** All values, or the first failure. */
  static <T> LoopFuture<List<T>> values(
      EventLoop loop, List<? extends LoopFuture<? extends T>> children) {
    return begun(
        new Gather<T, List<T>>(loop, children, false, done -> mapped(done, LoopFuture::value)));
  }

  /** How each has ended. */
  static <T> LoopFuture<List<Outcome<T>>> outcomes(
      EventLoop loop, List<? extends LoopFuture<? extends T>> children) {
    return begun(
        new Gather<T, List<Outcome<T>>>(
            loop, children, true, done -> mapped(done, Gather::outcome)));
  }

  private static <T> Outcome<T> outcome(LoopFuture<? extends T> done) {
    if (done.isCancelled()) {
      return new Outcome.Failure<>(done.cancellation());
    }
    Throwable failure = done.exception().orElse(null);
    return failure == null ? new Outcome.Value<>(done.value()) : new Outcome.Failure<>(failure);
  }

  private static <T, E> List<E> mapped(
      List<? extends LoopFuture<? extends T>> done,
      Function<? super LoopFuture<? extends T>, ? extends E> function) {
    List<E> all = new ArrayList<>(done.size()); // which may hold null, as List.of may not
    for (LoopFuture<? extends T> child : done) {
      all.add(function.apply(child));
    }
    return all;
  }

  private static <T, R> Gather<T, R> begun(Gather<T, R> gather) {
    var distinct = new LinkedHashSet<LoopFuture<? extends T>>(gather.children);
    gather.left = distinct.size();
    if (distinct.isEmpty()) {
      gather.endWith(gather.together.apply(gather.children));
    }
    for (LoopFuture<? extends T> child : distinct) {
      if (child.isDone()) {
        gather.ended(child);
      } else {
        child.whenDone(gather, () -> gather.ended(child));
      }
    }
    return gather;
  }

  private void ended(LoopFuture<? extends T> child) {
    left--;
    if (isDone()) {
      child.retrieved(); // the first failure was told; asyncio does not tell of the others either
      return;
    }
    if (!failures && child.isCancelled()) {
      endFailed(child.cancellation()); // a failure as others: this one was not cancelled
      return;
    }
    Throwable failure = failures || child.isCancelled() ? null : child.exception().orElse(null);
    if (failure != null) {
      endFailed(failure);
    } else if (left == 0) {
      if (cancelRequested) {
        endFailed(new CancellationException(message));
      } else {
        endWith(together.apply(children));
      }
    }
  }

  @Override
  public boolean cancel(@Nullable String text) {
    loop().checkOwner("cancel");
    if (isDone()) {
      return false;
    }
    boolean any = false;
    for (LoopFuture<?> child : children) {
      any |= child.cancel(text);
    }
    if (any) {
      cancelRequested = true;
      message = text;
    }
    return any;
  }

  @Override
  String title() {
    return "gather of " + children.size();
  }
}
