package dev.goro.junit.watch;

import dev.goro.runtime.testing.Probe;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one test. A platform thread waits for the test's end; at the limit it prints what every
 * goroutine and thread does and interrupts the test, and some seconds later it gives the test up.
 * It is a platform thread because it must run when the scheduler under test is stuck.
 */
public final class Watchdog implements AutoCloseable {
  /** How long after its interrupt a test may take to end. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private final String test;
  private final Duration limit;
  private final Runnable interrupt;
  private final Runnable giveUp;
  private final Thread testThread = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean expired;

  /**
   * Begins to watch.
   *
   * @param test the test's name
   * @param limit how long it may run
   * @param interrupt interrupts the test
   * @param giveUp what is done if it does not end for that
   */
  public Watchdog(String test, Duration limit, Runnable interrupt, Runnable giveUp) {
    this.test = test;
    this.limit = limit;
    this.interrupt = interrupt;
    this.giveUp = giveUp;
    thread = Thread.ofPlatform().daemon().name("watchdog of " + test).unstarted(this::watch);
    Probe.neverWakes(thread);
    thread.start();
  }

  private void watch() {
    try {
      if (ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      expired = true;
      System.err.println(test + " " + exceeded() + "\n" + Stacks.all());
      System.err.flush();
      interrupt.run();
      if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        giveUp.run();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the watchdog", e);
    }
  }

  private String exceeded() {
    return "exceeded its time limit of " + limit.toSeconds() + " s";
  }

  /** Whether the limit has passed. */
  public boolean hasExpired() {
    return expired;
  }

  /**
   * What a test fails with whose limit has passed.
   *
   * @param ended whether it ended when it was interrupted
   * @param thrown what it threw then
   */
  public AssertionError failure(boolean ended, @Nullable Throwable thrown) {
    return new AssertionError(
        test
            + " "
            + exceeded()
            + "; the dump is on stderr"
            + (ended ? "" : ". It did not end when it was interrupted, and is left running"),
        thrown);
  }

  /**
   * Ends the watch; called on the thread that began it. An interrupt of the watchdog's that came
   * too late does not reach the next test.
   */
  @Override
  public void close() {
    ended.countDown();
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    interrupted |= Thread.interrupted();
    if (interrupted && !expired) {
      testThread.interrupt(); // by somebody else
    }
  }
}
