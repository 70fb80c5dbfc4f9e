package dev.goro.loop;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Futures in the order in which they end: asyncio's {@code as_completed}. */
final class AsCompleted<F extends LoopFuture<?>> implements Iterator<F> {
  private final EventLoop loop;
  private final Queue<F> ended = new ArrayDeque<>();
  private int left;

  /** What the one waits for that asked and found none. */
  private @Nullable LoopPromise<Boolean> more;

  AsCompleted(EventLoop loop, Collection<F> futures) {
    this.loop = loop;
    Set<F> all = new LinkedHashSet<>(futures);
    left = all.size();
    for (F future : all) {
      future.whenDone(this, () -> ended(future));
    }
  }

  private void ended(F future) {
    ended.add(future);
    if (more != null) {
      more.endWith(true);
      more = null;
    }
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public F next() {
    if (left == 0) {
      throw new NoSuchElementException("all futures have been given");
    }
    F next = ended.poll();
    while (next == null) {
      LoopPromise<Boolean> waitFor = more;
      if (waitFor == null) {
        waitFor = new LoopPromise<>(loop);
        more = waitFor;
      }
      waitFor.awaitEnd();
      if (waitFor.isCancelled()) {
        more = null;
      }
      waitFor.checkNotCancelled();
      next = ended.poll();
    }
    left--;
    return next;
  }
}
