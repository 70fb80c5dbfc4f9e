package dev.goro.sync;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does a thing once, whoever comes first: Go's {@code sync.Once}, with {@link #func} and {@link
 * #value} for {@code sync.OnceFunc} and {@code sync.OnceValue}. ({@code sync.OnceValues} is a
 * {@code value} that is a record.)
 *
 * <p>Memory effects: the end of the function happens before the return of every call.
 *
 * {@snippet :
 * Supplier<Config> config = Once.value(() -> Config.read(file));  // not read before somebody asks
 * config.get();
 * }
 */
public final class Once {
  /** Set when the function has ended; what it wrote is published by it. */
  private volatile boolean done;

  private final Mutex mutex = new Mutex();

  /** One that has done nothing yet. */
  public Once() {}

  /**
   * Calls the function if no call of this method has called one yet; if another call is at it,
   * waits until that has ended. Go's {@code Do}.
   *
   * <p>A function that throws counts as done: it is not called again. One that calls this method of
   * the same object waits for itself for ever.
   *
   * @param function what to do once; what it throws is thrown here, to the caller that called it
   * @throws dev.goro.InterruptedOperationException if the thread is interrupted while it has to
   *     wait
   */
  public void run(Runnable function) {
    if (!done) {
      runSlow(function);
    }
  }

  private void runSlow(Runnable function) {
    Objects.requireNonNull(function, "once of a null function: give it what is to be done");
    mutex.lock();
    try {
      if (!done) {
        try {
          function.run();
        } finally {
          done = true;
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  /**
   * A function that calls the given one when it is called first: Go's {@code sync.OnceFunc}. If
   * that throws, each call throws the same.
   *
   * @param function what to do once; it is not kept after that
   * @return a function for any number of goroutines
   */
  public static Runnable func(Runnable function) {
    Objects.requireNonNull(function, "once of a null function: give it what is to be done");
    return new Computed<@Nullable Object>(
        () -> {
          function.run();
          return null;
        });
  }

  /**
   * A supplier of the value that the given one computes when it is asked first: Go's {@code
   * sync.OnceValue}. If that throws, each call throws the same.
   *
   * @param supplier what computes the value; it is not kept after that
   * @param <T> the type of the value
   * @return a supplier for any number of goroutines
   */
  public static <T extends @Nullable Object> Supplier<T> value(Supplier<? extends T> supplier) {
    Objects.requireNonNull(supplier, "once of a null supplier: give it what computes the value");
    return new Computed<T>(supplier);
  }

  /**
   * A value and what computes it. What is not volatile is written once, before {@link #once} is
   * done; {@link #computed} after that, and only if there is a value, so that who sees it need look
   * at nothing else.
   */
  private static final class Computed<T extends @Nullable Object> implements Supplier<T>, Runnable {
    private final Once once = new Once();
    private @Nullable Supplier<? extends T> supplier;
    private @Nullable T value;
    private @Nullable Throwable thrown;
    private volatile boolean computed;

    Computed(Supplier<? extends T> supplier) {
      this.supplier = supplier;
    }

    @Override
    @SuppressWarnings("NullAway") // T may be a type that has null
    public T get() {
      if (!computed) {
        computeOnce();
      }
      return value;
    }

    @Override
    public void run() {
      if (!computed) {
        computeOnce();
      }
    }

    private void computeOnce() {
      if (!once.done) {
        once.runSlow(this::compute);
      }
      if (thrown != null) {
        throw Computed.<RuntimeException>asIs(thrown);
      }
      computed = true;
    }

    private void compute() {
      Supplier<? extends T> s = Objects.requireNonNull(supplier);
      supplier = null;
      try {
        value = s.get();
      } catch (Throwable t) {
        thrown = t; // for this call and all others
      }
    }

    /** Throws also what the compiler does not know of, as other languages' functions do. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X asIs(Throwable t) throws X {
      throw (X) t;
    }
  }
}
