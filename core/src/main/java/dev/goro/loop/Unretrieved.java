package dev.goro.loop;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The futures of a loop that have failed, and whose exception nobody has seen. It is told when one
 * of them is garbage, since then nobody can ask any more, or when the loop is closed.
 *
 * <p>Those who ask may do so on any thread: guarded by its monitor.
 */
final class Unretrieved {
  /** A failure that nobody has seen, which does not hold its future. */
  static final class Loss extends WeakReference<LoopFuture<?>> {
    private final String what;
    private final Throwable failure;

    Loss(LoopFuture<?> future, Throwable failure, ReferenceQueue<LoopFuture<?>> garbage) {
      super(future, garbage);
      this.what = future.title();
      this.failure = failure;
    }

    LoopProblem problem() {
      return LoopProblem.neverRetrieved(what, failure);
    }
  }

  private final ReferenceQueue<LoopFuture<?>> garbage = new ReferenceQueue<>();
  private final Set<Loss> losses = new LinkedHashSet<>();

  synchronized Loss add(LoopFuture<?> future, Throwable failure) {
    var loss = new Loss(future, failure, garbage);
    losses.add(loss);
    return loss;
  }

  synchronized void remove(Loss loss) {
    losses.remove(loss);
  }

  /** One whose future is garbage; {@code null} if there is none. */
  @Nullable Loss poll() {
    if (!(garbage.poll() instanceof Loss loss)) {
      return null;
    }
    synchronized (this) {
      return losses.remove(loss) ? loss : poll();
    }
  }

  /** All, which are forgotten with that. */
  synchronized List<Loss> takeAll() {
    List<Loss> all = List.copyOf(losses);
    losses.clear();
    return all;
  }
}
