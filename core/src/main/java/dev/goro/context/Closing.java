package dev.goro.context;

import dev.goro.runtime.chan.Channel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Closes a resource when a context ends, unless it is taken back before. Whichever of the two
 * leaves {@link #OPEN} by a compare-and-set is the one that happens.
 */
final class Closing implements Context.Registration, AfterFunc.Prompt {
  private static final int OPEN = 0;
  private static final int TAKEN_BACK = 1;
  private static final int CLOSING = 2;

  private final AutoCloseable resource;
  private final AtomicInteger state = new AtomicInteger(OPEN);

  /** Closed after the resource. */
  private final Channel<Void> closed = new Channel<>(0);

  /** How closing failed; written before {@link #closed} is closed. */
  private @Nullable Throwable failure;

  /** Takes it out of the context; written before other threads know the registration. */
  private Context.@Nullable Stop stop;

  private Closing(AutoCloseable resource) {
    this.resource = resource;
  }

  static Closing register(Context context, AutoCloseable resource) {
    var closing =
        new Closing(Objects.requireNonNull(resource, "closes of null: give it what to close"));
    closing.stop = context.afterFunc(closing);
    return closing;
  }

  /** The context has ended. */
  @Override
  public void run() {
    if (!state.compareAndSet(OPEN, CLOSING)) {
      return;
    }
    try {
      resource.close();
    } catch (Throwable t) {
      failure = t;
    } finally {
      closed.close();
    }
  }

  @Override
  public void close() {
    if (state.compareAndSet(OPEN, TAKEN_BACK)) {
      Objects.requireNonNull(stop).stop();
    } else if (state.get() == CLOSING) {
      closed.recv();
      if (failure != null) {
        throw new IllegalStateException(
            "closing " + resource + " at the end of its context failed", failure);
      }
    }
  }
}
