package dev.goro.junit;

import dev.goro.DeadlockError;
import dev.goro.Go;
import dev.goro.junit.watch.RunnerThreads;
import dev.goro.junit.watch.Stacks;
import dev.goro.junit.watch.Watchdog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * One method of a test, run as a main goroutine while JUnit's thread waits for it.
 *
 * <p>At the time limit the goroutine is interrupted. One that does not end for that is given up:
 * JUnit's thread goes on without it. The same happens if JUnit interrupts its thread, which it does
 * at a limit of its own.
 *
 * @param <T> what the method returns
 */
final class MainRun<T extends @Nullable Object> {
  private final String name;
  private final Duration limit;
  private final Invocation<T> invocation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread goroutine;

  // Written by the goroutine before it counts down, read after.
  private @Nullable T result;
  private @Nullable Throwable failure;

  MainRun(String name, Duration limit, Invocation<T> invocation) {
    this.name = name;
    this.limit = limit;
    this.invocation = invocation;
  }

  @SuppressWarnings("NullAway") // where there was no failure, the result is the method's
  T run() throws Throwable {
    RunnerThreads.noteTimeoutWatcher();
    Thread waiting = Thread.currentThread();
    try (var watchdog = new Watchdog(name, limit, this::interrupt, waiting::interrupt)) {
      Throwable thrown = waitForEnd();
      if (watchdog.hasExpired()) {
        throw watchdog.failure(hasEnded(), failure);
      }
      if (thrown instanceof InterruptedException && !hasEnded()) {
        System.err.println(name + " was interrupted before it ended\n" + Stacks.all());
        interrupt();
        ended.await(Watchdog.GRACE.toSeconds(), TimeUnit.SECONDS);
        throw thrown;
      }
      if (thrown instanceof DeadlockError) {
        throw thrown;
      }
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  private @Nullable Throwable waitForEnd() {
    try {
      Go.run(this::body);
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void body() {
    goroutine = Thread.currentThread();
    try {
      result = invocation.proceed();
    } catch (Throwable t) {
      failure = t;
      throw MainRun.<RuntimeException>sneaky(t);
    } finally {
      ended.countDown();
    }
  }

  private boolean hasEnded() {
    return ended.getCount() == 0;
  }

  private void interrupt() {
    Thread g = goroutine;
    if (g != null) {
      g.interrupt();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws any throwable as it is
  private static <E extends Throwable> E sneaky(Throwable t) throws E {
    throw (E) t;
  }
}
