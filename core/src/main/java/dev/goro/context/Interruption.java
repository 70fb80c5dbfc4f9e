package dev.goro.context;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.chan.Channel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call that is interrupted when a context ends.
 *
 * <p>The caller and the goroutine that interrupts it meet in {@link #state}: whichever of the two
 * leaves {@link #RUNNING} by a compare-and-set decides. If it is the caller, no interrupt comes. If
 * it is the other, the caller waits until {@code Thread.interrupt} has returned and then clears the
 * flag. So none is left, and none comes late.
 *
 * <p>Calls may be nested. What an inner one clears may hide the interrupt of an outer one, whose
 * call still runs: the inner one then sets the flag again. It looks at the outer ones after it has
 * cleared the flag, and they leave {@code RUNNING} before they set it: an interrupt that it does
 * not see is still to come.
 */
final class Interruption implements AfterFunc.Prompt {
  private static final ScopedValue<Interruption> INNERMOST = ScopedValue.newInstance();

  private static final int RUNNING = 0;
  private static final int OVER = 1;
  private static final int INTERRUPTED = 2;

  private final Thread thread;

  /** The call around this one in the same thread. */
  private final @Nullable Interruption outer;

  private final AtomicInteger state = new AtomicInteger(RUNNING);

  /** Closed after the interrupt; written before INTERRUPTED. */
  private @Nullable Channel<Void> delivered;

  Interruption(Thread thread, @Nullable Interruption outer) {
    this.thread = thread;
    this.outer = outer;
  }

  static <R, X extends Throwable> R during(
      Context context, ScopedValue.CallableOp<? extends R, X> call) throws X {
    Objects.requireNonNull(call, "interrupts of a null call");
    context.check();
    if (context.done() == null) {
      return call.call();
    }
    Thread thread = Thread.currentThread();
    // A StructuredTaskScope hands scoped values down to other threads.
    Interruption outer = INNERMOST.isBound() ? INNERMOST.get() : null;
    var interruption =
        new Interruption(thread, outer != null && outer.thread == thread ? outer : null);
    Context.Stop stop = context.afterFunc(interruption);
    R result;
    try {
      result = ScopedValue.where(INNERMOST, interruption).call(call);
    } catch (Throwable t) {
      if (interruption.end(stop) && t instanceof Exception && !(t instanceof ContextException)) {
        ContextException ended =
            context.err().orElse(Canceled.SHARED).toThrow(context.cause().orElse(null));
        ended.addSuppressed(t);
        throw ended;
      }
      throw t;
    }
    interruption.end(stop);
    return result;
  }

  /** The context has ended. */
  @Override
  public void run() {
    Channel<Void> after = new Channel<>(0);
    delivered = after;
    if (state.compareAndSet(RUNNING, INTERRUPTED)) {
      thread.interrupt();
      after.close();
    }
  }

  /** In the caller's thread: the call is over; tells whether it was interrupted. */
  boolean end(Context.Stop stop) {
    stop.stop();
    if (state.compareAndSet(RUNNING, OVER)) {
      return false;
    }
    awaitDelivery(Objects.requireNonNull(delivered));
    Thread.interrupted();
    for (Interruption around = outer; around != null; around = around.outer) {
      if (around.state.get() == INTERRUPTED) {
        thread.interrupt();
        break;
      }
    }
    return true;
  }

  private static void awaitDelivery(Channel<Void> delivered) {
    while (true) {
      Thread.interrupted(); // or it could not wait
      try {
        delivered.recv();
        return;
      } catch (InterruptedOperationException e) {
        // By the interrupt that it waits for: once more.
        continue;
      }
    }
  }
}
