package dev.goro.loop;

/**
 * A future that ends as another one does, and can be cancelled by itself: asyncio's {@code shield}.
 */
final class Shield {
  private Shield() {}

  static <T> LoopFuture<T> around(LoopFuture<T> inner) {
    if (inner.isDone()) {
      return inner;
    }
    var outer = new LoopPromise<T>(inner.loop());
    inner.whenDone(outer, () -> copy(inner, outer));
    outer.whenDone(outer, () -> inner.forget(outer)); // or many that gave up would pile up there
    return outer;
  }

  private static <T> void copy(LoopFuture<T> inner, LoopPromise<T> outer) {
    if (outer.isDone()) {
      inner.retrieved(); // cancelled just before; nobody else is told of a failure
      return;
    }
    if (inner.isCancelled()) {
      outer.endCancelled(inner.cancelMessage());
      return;
    }
    Throwable failure = inner.exception().orElse(null);
    if (failure == null) {
      outer.endWith(inner.value());
    } else {
      outer.endFailed(failure);
    }
  }
}
