package dev.goro.behaviour;

import dev.goro.Go;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * A goroutine, or another kind of thread, that runs something which a test watches from outside:
 * has it come to wait, has it ended, what did it return or throw.
 *
 * @param <V> what it returns
 */
public final class Runner<V> {
  /** Who can use a channel: a goroutine, and any other thread. */
  public enum Kind {
    /** A goroutine. */
    GOROUTINE,
    /** A platform thread. */
    PLATFORM_THREAD,
    /** A virtual thread that is not a goroutine. */
    VIRTUAL_THREAD
  }

  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Thread thread;
  private volatile Goroutine goroutine;
  private V result;
  private Throwable failure;
  private boolean interruptFlag;

  private Runner() {}

  /**
   * Starts a goroutine.
   *
   * @param body what it runs
   * @param <V> what it returns
   * @return the goroutine
   */
  public static <V> Runner<V> start(Callable<V> body) {
    return start(Kind.GOROUTINE, body);
  }

  /**
   * Starts a thread of the given kind.
   *
   * @param kind the kind
   * @param body what it runs
   * @param <V> what it returns
   * @return the thread
   */
  public static <V> Runner<V> start(Kind kind, Callable<V> body) {
    var runner = new Runner<V>();
    switch (kind) {
      case GOROUTINE -> Go.go(() -> runner.run(body));
      case PLATFORM_THREAD -> Thread.ofPlatform().daemon().start(() -> runner.run(body));
      case VIRTUAL_THREAD -> Thread.ofVirtual().start(() -> runner.run(body));
    }
    return runner;
  }

  private void run(Callable<V> body) {
    goroutine = Goroutine.current();
    thread = Thread.currentThread();
    try {
      result = body.call();
    } catch (Throwable t) {
      failure = t;
    }
    interruptFlag = Thread.currentThread().isInterrupted();
    ended.countDown();
  }

  /**
   * Waits until it waits in one of Goro's operations.
   *
   * @return this
   */
  public Runner<V> awaitParked() {
    Eventually.that(
        "it waits in an operation of Goro's",
        LIMIT,
        () -> {
          if (ended.getCount() == 0) {
            throw new AssertionError("it was to wait, but it ended with " + outcome(), failure);
          }
          return isParked();
        });
    return this;
  }

  private boolean isParked() {
    Goroutine g = goroutine;
    Thread t = thread;
    if (g != null) {
      return g.isWaiting();
    }
    return t != null
        && (t.getState() == Thread.State.WAITING || t.getState() == Thread.State.TIMED_WAITING);
  }

  private String outcome() {
    return failure == null ? String.valueOf(result) : failure.toString();
  }

  /**
   * Whether its body is over.
   *
   * @return whether it is
   */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Its thread.
   *
   * @return the thread; waits until it runs
   */
  public Thread thread() {
    Eventually.that("it runs", LIMIT, () -> thread != null);
    return thread;
  }

  /** Interrupts its thread. */
  public void interrupt() {
    thread().interrupt();
  }

  /**
   * What its body returned.
   *
   * @return the value; waits until there is one
   */
  public V result() {
    awaitEnd();
    if (failure != null) {
      throw new AssertionError("it threw " + failure, failure);
    }
    return result;
  }

  /**
   * What its body threw.
   *
   * @param type the expected type
   * @param <E> the expected type
   * @return the throwable; waits until there is one
   */
  public <E extends Throwable> E failure(Class<E> type) {
    awaitEnd();
    if (failure == null) {
      throw new AssertionError(
          "it was to throw " + type.getSimpleName() + ", but returned " + result);
    }
    if (!type.isInstance(failure)) {
      throw new AssertionError("it was to throw " + type.getSimpleName(), failure);
    }
    return type.cast(failure);
  }

  /**
   * Whether its interrupt flag was set when its body was over.
   *
   * @return whether it was; waits for the end
   */
  public boolean interruptFlag() {
    awaitEnd();
    return interruptFlag;
  }

  private void awaitEnd() {
    Eventually.that("it ends", LIMIT, this::hasEnded);
  }
}
