package dev.goro.context;

import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call hands down to the calls that it makes: until when the work may take, a signal that it
 * is not needed any more, and values that belong to the request. Go's {@code context.Context}.
 *
 * <p>Contexts form a tree: each is made from a parent, and ends with it. A context ends once, for
 * ever. It may be used from any thread.
 *
 * {@snippet :
 * try (var ctx = Context.withTimeout(Context.background(), ofSeconds(2))) {
 *   String page = select(
 *       recv(pages, p -> p),
 *       recv(ctx.done(), end -> "too late"));
 * }
 * }
 *
 * <p>A class of the user's may be a context: it implements {@link #done}, {@link #err}, {@link
 * #deadline} and {@link #value}, most of them by asking the context that it wraps. Contexts made
 * from it end with it. As long as its {@code done} is that of the context that it wraps, that costs
 * nothing; else a goroutine waits for it, unless the class has an {@link #afterFunc} of its own.
 */
public interface Context {
  // ---- what a context is

  /**
   * A channel that is closed when the context ends; for a {@code select}. Nothing is ever sent on
   * it.
   *
   * @return the channel, the same at each call; {@code null} if the context can never end, which a
   *     {@code select} takes for a channel that is never ready
   */
  @Nullable RecvChan<Void> done();

  /**
   * Why the context has ended. Once {@link #done} is closed there is an error, always the same; as
   * long as it is not, there is none.
   *
   * @return {@link Canceled} or {@link DeadlineExceeded}; empty if the context has not ended
   */
  Optional<ContextException> err();

  /**
   * When the context ends at the latest.
   *
   * @return the time; empty if none is set
   */
  Optional<Instant> deadline();

  /**
   * The value of the nearest context, from this one up, that has one for the key. For what belongs
   * to a request, not for optional parameters.
   *
   * @param key the key
   * @param <T> the type of the value
   * @return the value; empty if there is none
   */
  <T> Optional<T> value(Key<T> key);

  /**
   * What names a value of a context. Two keys are never the same, whatever their names.
   *
   * {@snippet :
   * private static final Context.Key<User> USER = Context.Key.of("user");
   * }
   *
   * @param <T> the type of the value
   */
  final class Key<T> {
    private final String name;

    private Key(String name) {
      this.name = Objects.requireNonNull(name, "a key's name must not be null");
    }

    /**
     * Makes a key.
     *
     * @param name its name, for those who read {@code toString} of a context
     * @param <T> the type of the value
     * @return a key that is like no other
     */
    public static <T> Key<T> of(String name) {
      return new Key<>(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  // ---- making contexts

  /**
   * The root: it never ends and has no deadline and no values.
   *
   * @return the root
   */
  static Context background() {
    return Root.BACKGROUND;
  }

  /**
   * As {@link #background}, where it is not clear yet which context to use.
   *
   * @return a root
   */
  static Context todo() {
    return Root.TODO;
  }

  /**
   * A context that ends when it is canceled, or with its parent: Go's {@code WithCancel} and {@code
   * WithCancelCause}.
   *
   * @param parent what it is made from
   * @return the context; to be closed after use
   */
  static CancelContext withCancel(Context parent) {
    return CancelNode.start(parent, null, 0, null);
  }

  /**
   * A context that ends after a time, when it is canceled, or with its parent: Go's {@code
   * WithTimeout}. The time is that of {@link System#nanoTime}, whatever becomes of the clock.
   *
   * @param parent what it is made from
   * @param timeout how long it lasts at the most; zero or less ends it at once
   * @return the context; to be closed after use, which stops its timer
   */
  static CancelContext withTimeout(Context parent, Duration timeout) {
    return CancelNode.withTimeout(parent, timeout, null);
  }

  /**
   * As {@link #withTimeout(Context, Duration)}, with a cause for its end by time: Go's {@code
   * WithTimeoutCause}.
   *
   * @param parent what it is made from
   * @param timeout how long it lasts at the most
   * @param cause what {@link #cause} gives if the time runs out
   * @return the context; to be closed after use
   */
  static CancelContext withTimeout(Context parent, Duration timeout, Throwable cause) {
    return CancelNode.withTimeout(
        parent, timeout, Objects.requireNonNull(cause, "the cause of a timeout must not be null"));
  }

  /**
   * A context that ends at a time, when it is canceled, or with its parent: Go's {@code
   * WithDeadline}. If the parent's deadline is earlier it has that.
   *
   * @param parent what it is made from
   * @param deadline when it ends at the latest; a time that has passed ends it at once
   * @return the context; to be closed after use, which stops its timer
   */
  static CancelContext withDeadline(Context parent, Instant deadline) {
    return CancelNode.withDeadline(parent, deadline, null);
  }

  /**
   * As {@link #withDeadline(Context, Instant)}, with a cause for its end by time: Go's {@code
   * WithDeadlineCause}.
   *
   * @param parent what it is made from
   * @param deadline when it ends at the latest
   * @param cause what {@link #cause} gives if the time comes
   * @return the context; to be closed after use
   */
  static CancelContext withDeadline(Context parent, Instant deadline, Throwable cause) {
    return CancelNode.withDeadline(
        parent,
        deadline,
        Objects.requireNonNull(cause, "the cause of a deadline must not be null"));
  }

  /**
   * A context that has a value and is otherwise as its parent: Go's {@code WithValue}.
   *
   * @param parent what it is made from
   * @param key the key
   * @param value the value; {@code null} hides one that the parent has
   * @param <T> the type of the value
   * @return the context
   */
  static <T> Context withValue(Context parent, Key<T> key, @Nullable T value) {
    Objects.requireNonNull(key, "a value needs a key, not null: make one by Context.Key.of");
    return new ValueContext(CancelNode.checked(parent), key, value);
  }

  /**
   * A context that has its parent's values, and neither its deadline nor its end: Go's {@code
   * WithoutCancel}.
   *
   * @param parent what it is made from
   * @return the context, which never ends
   */
  static Context withoutCancel(Context parent) {
    return new WithoutCancel(CancelNode.checked(parent));
  }

  // ---- its end

  /**
   * What ended the context: Go's {@code Cause}. That is what {@link
   * CancelContext#cancel(Throwable)} was given, or the cause of a timeout; else the same as {@link
   * #err}.
   *
   * @return the cause; empty if the context has not ended
   */
  default Optional<Throwable> cause() {
    Optional<ContextException> err = err();
    if (err.isEmpty()) {
      return Optional.empty();
    }
    Optional<Throwable> cause = value(CancelNode.SELF).flatMap(CancelNode::ownCause);
    // Without one it is a context of the user's that has ended by itself.
    return cause.isPresent() ? cause : Optional.of(err.get());
  }

  /**
   * Throws if the context has ended.
   *
   * @throws ContextException {@link Canceled} or {@link DeadlineExceeded}, with the caller's stack
   *     and with {@link #cause} as its cause
   */
  default void check() {
    Optional<ContextException> err = err();
    if (err.isPresent()) {
      throw err.get().toThrow(cause().orElse(null));
    }
  }

  /**
   * Runs a task in a goroutine of its own when the context ends, at once if it has ended: Go's
   * {@code AfterFunc}. Does not block. If a goroutine of a {@link dev.goro.OneThread} calls it, the
   * task's goroutine is of it too; should it be closed when the context ends, the task does not
   * run.
   *
   * @param task what to run; a throwable that leaves it is a panic
   * @return takes the task back
   */
  default Stop afterFunc(Task task) {
    return AfterFunc.register(this, task);
  }

  /** Takes back what {@link #afterFunc} has been given. */
  @FunctionalInterface
  interface Stop {
    /**
     * Takes the task back. Does not wait for a task that was started.
     *
     * @return whether this call has kept the task from running; {@code false} if it was started, or
     *     was taken back before
     */
    boolean stop();
  }

  // ---- the JDK's calls

  /**
   * Runs a call in the current thread, and interrupts the thread if the context ends meanwhile: for
   * blocking calls of the JDK's, such as {@code queue.take()}, {@code Thread.sleep} or {@code
   * channel.read}. Nested calls may be of different contexts.
   *
   * <p>Once it returns or throws, no interrupt of the context comes any more, and none is left: the
   * thread's interrupt flag is cleared if the context has interrupted the call. (An interrupt of
   * somebody else's that came in the same call cannot be told from it, and is cleared too.)
   *
   * @param call the call
   * @param <R> what it returns
   * @param <X> what it throws
   * @return what it returned, also if the context ended meanwhile
   * @throws X what it threw, if it was not interrupted by the context
   * @throws ContextException if the context has ended before the call, or has interrupted it and it
   *     threw an exception, which is then the suppressed one
   */
  default <R, X extends Throwable> R interrupts(ScopedValue.CallableOp<? extends R, X> call)
      throws X {
    return Interruption.during(this, call);
  }

  /**
   * As {@link #interrupts(ScopedValue.CallableOp)}, for a call that returns nothing.
   *
   * @param call the call
   * @throws Exception what it threw, if it was not interrupted by the context
   * @throws ContextException if the context has ended before the call, or has interrupted it
   */
  default void interrupts(Task call) throws Exception {
    Objects.requireNonNull(call, "interrupts of a null call");
    Interruption.during(
        this,
        () -> {
          call.run();
          return true;
        });
  }

  /**
   * Closes a resource when the context ends, in a goroutine of its own, at once if it has ended:
   * for sockets, whose calls end when they are closed, and whatever else knows no interrupt.
   *
   * {@snippet :
   * try (var socket = new Socket(host, port);
   *     var _ = ctx.closes(socket)) {
   *   return socket.getInputStream().readAllBytes();
   * } catch (SocketException e) {
   *   ctx.check(); // it was closed because the context has ended
   *   throw e;
   * }
   * }
   *
   * @param resource the resource
   * @return takes it back
   */
  default Registration closes(AutoCloseable resource) {
    return Closing.register(this, resource);
  }

  /** Takes back what {@link #closes} has been given. */
  sealed interface Registration extends AutoCloseable permits Closing {
    /**
     * Takes the resource back: the context does not close it any more. If it is just doing so,
     * waits until it has been closed.
     *
     * @throws IllegalStateException if the context closed the resource and that failed; its cause
     *     says how
     * @throws InterruptedOperationException if the thread is interrupted while it waits
     */
    @Override
    void close();
  }

  // ---- the current context

  /**
   * The context that {@link #run}, {@link #call} or {@link #go} has made the current one.
   *
   * <p>It is a {@link ScopedValue}: a goroutine that is started by {@code Go.go}, or a thread, does
   * not have it; {@link #go} hands it down, and a {@code StructuredTaskScope} does.
   *
   * @return the context; {@link #background} if there is none
   */
  static Context current() {
    return Current.get();
  }

  /**
   * Runs a task with this context as the {@linkplain #current current} one.
   *
   * @param task the task
   * @throws Exception what it threw
   */
  default void run(Task task) throws Exception {
    Objects.requireNonNull(task, "run of a null task");
    Current.call(
        this,
        () -> {
          task.run();
          return true;
        });
  }

  /**
   * Calls a function with this context as the {@linkplain #current current} one.
   *
   * @param call the function
   * @param <R> what it returns
   * @param <X> what it throws
   * @return what it returned
   * @throws X what it threw
   */
  default <R, X extends Throwable> R call(ScopedValue.CallableOp<? extends R, X> call) throws X {
    return Current.call(this, call);
  }

  /**
   * Starts a goroutine that has this context as the {@linkplain #current current} one. The
   * context's end does not end the goroutine.
   *
   * @param task what it runs; a throwable that leaves it is a panic
   */
  default void go(Task task) {
    Current.go(this, task);
  }
}
