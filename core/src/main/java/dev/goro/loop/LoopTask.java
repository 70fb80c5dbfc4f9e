package dev.goro.loop;

import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Goroutine;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs on an {@link EventLoop}, in a goroutine of its own, and its result:
 * asyncio's {@code Task}. Made by {@link EventLoop#task(Callable)}.
 *
 * <h2>Cancelling</h2>
 *
 * {@link #cancel} asks the task to end, and returns. The task gets it where it waits, or at its
 * next wait:
 *
 * <ul>
 *   <li>In a wait of the loop's ({@code await}, {@link EventLoop#sleep}, {@code waitUntil} and so
 *       on) as a {@link CancellationException}, once. If it awaits a future, that one is cancelled
 *       first.
 *   <li>In any other wait, of Goro's or the JDK's, as an interrupt, by their rules: a channel
 *       throws an {@link InterruptedOperationException} and leaves the thread's flag set, {@code
 *       Thread.sleep} throws an {@link InterruptedException} and clears it; a socket that is being
 *       read is closed.
 * </ul>
 *
 * <p>{@code finally} blocks run, and may wait. If the exception leaves the task, it ends cancelled,
 * and so do those that await it. A task may also catch it and go on: then the request is spent, as
 * far as the loop is concerned; {@link #uncancel} says so to scopes such as {@link
 * EventLoop#timeout} that count requests. A task that is cancelled before its first turn does not
 * begin.
 *
 * @param <T> the type of the result
 */
public final class LoopTask<T> extends LoopFuture<T> {
  private static final ThreadLocal<LoopTask<?>> CURRENT = new ThreadLocal<>();

  private final String name;
  private @Nullable Callable<? extends T> body;

  /** Guards the delivery of interrupts, which may meet the task outside of the loop. */
  private final Object delivery = new Object();

  /** The goroutine, from its first turn until the task has ended. */
  private @Nullable Thread thread;

  /** What it awaits on the loop. */
  private @Nullable LoopFuture<?> waitingOn;

  /** How many requests to cancel there are that nobody took back. */
  private int requests;

  /** Whether a request is still to be delivered, and its message. Guarded by {@link #delivery}. */
  private boolean mustCancel;

  private @Nullable String message;

  /** Whether an interrupt was how it was delivered: then an end by one is a cancelled one. */
  private volatile boolean interruptedByCancel;

  LoopTask(EventLoop loop, String name, Callable<? extends T> body) {
    super(loop);
    this.name = name;
    this.body = body;
  }

  /** The task that runs the caller, whatever its loop. */
  static @Nullable LoopTask<?> current() {
    return CURRENT.get();
  }

  /**
   * Its name.
   *
   * @return what it was given, or {@code Task-} and a number
   */
  public String name() {
    return name;
  }

  // ---- its life, on its goroutine

  /** What the goroutine runs. */
  record Body(LoopTask<?> loopTask, Object function) implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      loopTask.run();
    }

    @Override
    public Object wrapped() {
      return function;
    }
  }

  private void run() {
    Callable<? extends T> function = body;
    body = null;
    synchronized (delivery) {
      thread = mustCancel ? null : Thread.currentThread();
    }
    if (function == null || thread == null) {
      endCancelled(message);
      loop().ended(this);
      return;
    }
    CURRENT.set(this);
    var call = new Call<T>(function);
    boolean returned = false;
    try {
      Throwable thrown = Goroutine.runCatching(call);
      returned = true;
      end(call.value, thrown);
    } finally {
      if (!returned) {
        endFailed(new IllegalStateException(title() + " ended by goexit, and so has no result"));
      }
      synchronized (delivery) {
        thread = null;
      }
      loop().ended(this);
    }
  }

  private static final class Call<T> implements Task {
    private final Callable<? extends T> function;
    private @Nullable T value;

    Call(Callable<? extends T> function) {
      this.function = function;
    }

    @Override
    public void run() throws Exception {
      value = function.call();
    }
  }

  @SuppressWarnings("NullAway") // a T may be null where the caller's type says so
  private void end(@Nullable T value, @Nullable Throwable thrown) {
    boolean undelivered = take();
    if (thrown == null) {
      if (undelivered) {
        endCancelled(message); // cancelled just before its end, as asyncio has it
      } else {
        endWith(value);
      }
    } else if (isCancellation(thrown)) {
      endCancelled(thrown instanceof CancellationException ? thrown.getMessage() : message);
    } else {
      endFailed(thrown);
    }
  }

  /** Whether a throwable that left the task, or a scope in it, is its cancellation. */
  boolean isCancellation(Throwable thrown) {
    return thrown instanceof CancellationException || (interruptedByCancel && isInterrupt(thrown));
  }

  private static boolean isInterrupt(Throwable thrown) {
    return thrown instanceof InterruptedOperationException
        || thrown instanceof InterruptedException
        || thrown instanceof ClosedByInterruptException
        || (thrown instanceof SocketException && "Closed by interrupt".equals(thrown.getMessage()));
  }

  // ---- cancelling

  /**
   * Asks the task to end, see the class. Does not wait for that: the task may clean up first, or
   * refuse.
   *
   * @param text the exception's message; may be null
   * @return false if it had ended already
   * @throws IllegalStateException if the caller is not of the loop while it runs
   */
  @Override
  public boolean cancel(@Nullable String text) {
    loop().checkOwner("cancel");
    if (isDone()) {
      return false;
    }
    requests++;
    LoopFuture<?> awaited = waitingOn;
    if (awaited != null && awaited.cancel(text)) {
      return true; // it gets the exception when that one has ended
    }
    synchronized (delivery) {
      mustCancel = true;
      message = text;
      if (thread != null) {
        interruptedByCancel = true;
        thread.interrupt();
      }
    }
    return true;
  }

  /**
   * How many requests to cancel it there are that nobody took back.
   *
   * @return the number
   */
  public int cancelling() {
    return requests;
  }

  /**
   * Takes one request to cancel back; for the task itself, where it has dealt with it. With the
   * last one a request that is not delivered yet is dropped.
   *
   * @return how many are left
   */
  public int uncancel() {
    loop().checkOwner("uncancel");
    if (requests > 0) {
      requests--;
      if (requests == 0) {
        if (current() == this) {
          take();
        }
        interruptedByCancel = false;
      }
    }
    return requests;
  }

  /**
   * On its goroutine: takes the request that is to be delivered. False if there is none, or if a
   * wait that is not of the loop's has had the interrupt.
   */
  private boolean take() {
    synchronized (delivery) {
      boolean request = mustCancel;
      mustCancel = false;
      return request && Thread.interrupted();
    }
  }

  /** On its goroutine: throws if a request is to be delivered. */
  void throwIfCancelled() {
    if (take()) {
      throw new CancellationException(message);
    }
  }

  /**
   * On its goroutine, which is about to await a future of the loop: a request that is to be
   * delivered goes to that future. False if there was none.
   */
  boolean handsCancellationTo(LoopFuture<?> future) {
    if (!take()) {
      return false;
    }
    if (!future.cancel(message)) {
      synchronized (delivery) {
        mustCancel = true;
      }
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** On its goroutine: what it awaits from now on, {@code null} for nothing. */
  void awaits(@Nullable LoopFuture<?> future) {
    waitingOn = future;
  }

  @Override
  String title() {
    return "task \"" + name + "\"";
  }
}
