package dev.goro.loop;

import dev.goro.runtime.timer.TimerNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wait for the first or all of several futures, which leaves them alone: asyncio's {@code wait}.
 */
final class WaitUntil {
  private final When when;
  private final LoopPromise<Boolean> over;
  private int left;

  private WaitUntil(EventLoop loop, When when, int left) {
    this.when = when;
    this.over = new LoopPromise<>(loop);
    this.left = left;
  }

  /** Waits no longer than the given nanoseconds; less than zero is without a limit. */
  static <F extends LoopFuture<?>> Waited<F> over(
      EventLoop loop, Collection<F> futures, When when, long limitNanos) {
    if (futures.isEmpty()) {
      throw new IllegalArgumentException("waitUntil of no futures: it needs one at least");
    }
    Set<F> all = new LinkedHashSet<>(futures);
    if (!isOver(all, when)) {
      new WaitUntil(loop, when, all.size()).await(loop, all, limitNanos);
    }
    Set<F> done = new LinkedHashSet<>();
    Set<F> pending = new LinkedHashSet<>();
    all.forEach(f -> (f.isDone() ? done : pending).add(f));
    return new Waited<>(Collections.unmodifiableSet(done), Collections.unmodifiableSet(pending));
  }

  private static boolean isOver(Set<? extends LoopFuture<?>> all, When when) {
    boolean every = true;
    for (LoopFuture<?> future : all) {
      if (ends(future, when)) {
        return true;
      }
      every &= future.isDone();
    }
    return every;
  }

  private static boolean ends(LoopFuture<?> future, When when) {
    return future.isDone()
        && switch (when) {
          case FIRST_COMPLETED -> true;
          case FIRST_EXCEPTION -> future.hasFailed();
          case ALL_COMPLETED -> false;
        };
  }

  private void await(EventLoop loop, Set<? extends LoopFuture<?>> all, long limitNanos) {
    @Nullable Handle limit =
        limitNanos < 0
            ? null
            : loop.timers().add(TimerNode.after(limitNanos), () -> over.endWith(false));
    for (LoopFuture<?> future : all) {
      future.whenDone(over, () -> ended(future));
    }
    try {
      over.awaitEnd();
      over.checkNotCancelled();
    } finally {
      if (limit != null) {
        limit.cancel();
      }
      all.forEach(future -> future.forget(over));
    }
  }

  private void ended(LoopFuture<?> future) {
    if (--left == 0 || ends(future, when)) {
      over.endWith(true);
    }
  }
}
