package dev.goro.loop;

import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import dev.goro.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result of an {@link EventLoop} that may still be to come: asyncio's {@code Future}. It is a
 * {@link LoopTask}, a {@link LoopPromise}, or what {@link EventLoop#gather gather} and {@link
 * EventLoop#shield shield} give.
 *
 * <p>It ends once: with a value, with an exception, or cancelled.
 *
 * <p>What it tells ({@link #isDone}, {@link #result}, {@link #await} and so on) it tells to any
 * thread. What changes it ({@link #cancel}, {@link #addDoneCallback}) belongs to the loop, as in
 * asyncio: to goroutines of the loop, or to anybody while the loop does not run. Others hand it
 * over, by {@link EventLoop#callSoonThreadsafe}.
 *
 * <p>Memory effects: what happened before it ended is visible after {@link #await} or {@link
 * #isDone} has told so.
 *
 * @param <T> the type of the result
 */
public abstract sealed class LoopFuture<T> permits LoopTask, LoopPromise, Gather {
  /*
   * Confined to the loop but for the reads: `state` is written last and read first. Those who wait
   * stand in `listeners` in the order in which they came, and are made ready in that order.
   */
  enum State {
    PENDING,
    DONE,
    FAILED,
    CANCELLED
  }

  /** Made ready when the future ends. */
  private sealed interface Listener permits Sleeper, Callback {}

  /** A goroutine of the loop that waits. */
  private record Sleeper(Waiter waiter) implements Listener {}

  /** A function that is to be called; two of the same function are two. */
  private static final class Callback implements Listener {
    private final Object function;
    private final Task call;

    Callback(Object function, Task call) {
      this.function = function;
      this.call = call;
    }
  }

  private final EventLoop loop;
  private volatile State state = State.PENDING;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private @Nullable String cancelMessage;
  private @Nullable List<Listener> listeners;

  /** What is told if nobody asks for the exception. */
  private volatile Unretrieved.@Nullable Loss loss;

  LoopFuture(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Its loop.
   *
   * @return the loop
   */
  public EventLoop loop() {
    return loop;
  }

  // ---- what it tells

  /**
   * Whether it has ended.
   *
   * @return whether it has a value or an exception, or was cancelled
   */
  public boolean isDone() {
    return state != State.PENDING;
  }

  /**
   * Whether it was cancelled: asyncio's {@code cancelled()}.
   *
   * @return whether it has ended so
   */
  public boolean isCancelled() {
    return state == State.CANCELLED;
  }

  /**
   * What it ended with. Does not wait.
   *
   * @return its value
   * @throws Exception the very exception that it ended with
   * @throws CancellationException if it was cancelled
   * @throws IllegalStateException if it has not ended
   */
  public T result() throws Exception {
    Throwable thrown = outcome();
    return switch (thrown) {
      case null -> value();
      case Exception e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    };
  }

  /** What it ended with, for one that has ended with a value. */
  @SuppressWarnings("NullAway") // a T may be null where the caller's type says so
  final T value() {
    return result;
  }

  /**
   * The exception that it ended with. Does not wait.
   *
   * @return the exception; empty if it ended with a value
   * @throws CancellationException if it was cancelled
   * @throws IllegalStateException if it has not ended
   */
  public Optional<Throwable> exception() {
    return Optional.ofNullable(outcome());
  }

  private @Nullable Throwable outcome() {
    switch (state) {
      case PENDING ->
          throw new IllegalStateException(
              this + " has no result yet: await it, or ask isDone() first");
      case CANCELLED -> throw cancellation();
      case DONE, FAILED -> {}
    }
    retrieved();
    return failure;
  }

  /** Somebody has seen its exception. */
  final void retrieved() {
    Unretrieved.Loss unseen = loss;
    if (unseen != null) {
      loss = null;
      loop.unretrieved().remove(unseen);
    }
  }

  /** What is thrown to those who ask for the result of one that was cancelled. */
  final CancellationException cancellation() {
    return new CancellationException(cancelMessage);
  }

  /** For one that has ended: throws if it was cancelled. */
  final void checkNotCancelled() {
    if (isCancelled()) {
      throw cancellation();
    }
  }

  final boolean hasFailed() {
    return state == State.FAILED;
  }

  final @Nullable String cancelMessage() {
    return cancelMessage;
  }

  // ---- waiting

  /**
   * Waits until it has ended: {@code await future}. In a goroutine of the loop only that goroutine
   * waits; others of the loop run. If it has ended already the caller goes on, and keeps its turn.
   *
   * <p>If the caller is a task and is cancelled meanwhile, this future is cancelled first, and the
   * caller gets the exception when it has ended; {@link EventLoop#shield} keeps it.
   *
   * <p>Any other thread or goroutine may wait too; the loop has to run for the wait to end. To be
   * cancelled or interrupted there ends the wait and leaves this future alone.
   *
   * @return its value
   * @throws Exception the very exception that it ended with
   * @throws CancellationException if it was cancelled, or the caller was
   * @throws dev.goro.InterruptedOperationException if the thread is interrupted otherwise
   */
  public T await() throws Exception {
    awaitEnd();
    return result();
  }

  /** Waits until it has ended, however. */
  final void awaitEnd() {
    if (state == State.PENDING) {
      if (loop.isCurrent()) {
        awaitInside();
      } else {
        awaitOutside();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a task is itself alone
  private void awaitInside() {
    LoopTask<?> task = LoopTask.current();
    if (task == this) {
      throw new IllegalStateException(this + " cannot await itself: it would never end");
    }
    if (task != null) {
      loop.checkUnwinding();
    }
    Waiter waiter = Waiter.current();
    if (task == null || !task.handsCancellationTo(this)) {
      waiter.checkInterrupt(WaitReason.LOOP_AWAIT);
    }
    if (state != State.PENDING) {
      return; // by a cancellation that was handed on
    }
    var place = new Sleeper(waiter);
    add(place);
    if (task != null) {
      task.awaits(this);
    }
    waiter.prepare(WaitReason.LOOP_AWAIT);
    boolean woken = waiter.await();
    if (task != null) {
      task.awaits(null);
    }
    if (!woken) {
      remove(place); // whoever ends the future does it on this thread, and so has not yet
    }
    if (task != null) {
      task.throwIfCancelled();
    }
    if (!woken) {
      throw new InterruptedOperationException(WaitReason.LOOP_AWAIT.text());
    }
  }

  private void awaitOutside() {
    var end = new WaitGroup();
    end.add(1);
    var listener = new Callback(end, end::done);
    loop.handOver(
        () -> {
          if (isDone()) {
            end.done();
          } else {
            add(listener);
          }
        });
    try {
      end.await();
    } catch (InterruptedOperationException e) {
      loop.handOverIfOpen(() -> remove(listener));
      LoopTask<?> task = LoopTask.current(); // of another loop, or one that has gone outside
      if (task != null) {
        task.throwIfCancelled();
      }
      throw e;
    }
  }

  // ---- callbacks

  /**
   * Has a function called once this has ended: asyncio's {@code add_done_callback}. It is called on
   * the loop, in the order in which the functions were added; at the next opportunity if this has
   * ended already. What it throws is told to {@link EventLoop#onProblem}.
   *
   * @param callback gets this future
   */
  public void addDoneCallback(Consumer<? super LoopFuture<T>> callback) {
    Objects.requireNonNull(callback, "addDoneCallback of null: give it the function to call");
    loop.checkOwner("addDoneCallback");
    whenDone(callback, () -> callback.accept(this));
  }

  /**
   * Takes a function back, however often it was added: {@code remove_done_callback}.
   *
   * @param callback the very object that was added
   * @return how many were taken back
   */
  public int removeDoneCallback(Consumer<? super LoopFuture<T>> callback) {
    loop.checkOwner("removeDoneCallback");
    return forget(callback);
  }

  /** As {@link #addDoneCallback}, of a function that is known by an object. */
  final void whenDone(Object function, Task call) {
    if (isDone()) {
      loop.startCallback(call);
    } else {
      add(new Callback(function, call));
    }
  }

  /** Takes back what {@link #whenDone} has added for the object; tells how many. */
  @SuppressWarnings("ReferenceEquality") // a function has no other equality
  final int forget(Object function) {
    List<Listener> all = listeners;
    if (all == null) {
      return 0;
    }
    int before = all.size();
    all.removeIf(l -> l instanceof Callback c && c.function == function);
    return before - all.size();
  }

  private void add(Listener listener) {
    List<Listener> all = listeners;
    if (all == null) {
      all = new ArrayList<>(1);
      listeners = all;
    }
    all.add(listener);
  }

  @SuppressWarnings("ReferenceEquality") // the very place
  private void remove(Listener listener) {
    if (listeners != null) {
      listeners.removeIf(l -> l == listener);
    }
  }

  // ---- its end, on the loop

  /**
   * Cancels it: whoever awaits it gets a {@link CancellationException}. A {@link LoopTask} is only
   * asked, see there.
   *
   * @return false if it had ended already
   */
  public final boolean cancel() {
    return cancel(null);
  }

  /**
   * As {@link #cancel()}, with a message for the exception.
   *
   * @param message the message; may be null
   * @return false if it had ended already
   */
  public boolean cancel(@Nullable String message) {
    loop.checkOwner("cancel");
    return endCancelled(message);
  }

  final boolean endCancelled(@Nullable String message) {
    if (isDone()) {
      return false;
    }
    cancelMessage = message;
    end(State.CANCELLED);
    return true;
  }

  final boolean endWith(T value) {
    if (isDone()) {
      return false;
    }
    result = value;
    end(State.DONE);
    return true;
  }

  final boolean endFailed(Throwable thrown) {
    if (isDone()) {
      return false;
    }
    failure = thrown;
    loss = loop.unretrieved().add(this, thrown);
    end(State.FAILED);
    return true;
  }

  private void end(State end) {
    state = end;
    List<Listener> all = listeners;
    listeners = null;
    if (all == null) {
      return;
    }
    for (Listener listener : all) {
      switch (listener) {
        case Sleeper(Waiter waiter) -> waiter.wake();
        case Callback callback -> loop.startCallback(callback.call);
      }
    }
  }

  /** What it is, in a word, for {@link #toString}. */
  abstract String title();

  /**
   * What it is and how it stands.
   *
   * @return such as {@code task "Task-1" (pending)}
   */
  @Override
  public String toString() {
    String how =
        switch (state) {
          case PENDING -> "pending";
          case DONE -> "done";
          case FAILED -> "failed with " + failure;
          case CANCELLED -> "cancelled";
        };
    return title() + " (" + how + ")";
  }
}
