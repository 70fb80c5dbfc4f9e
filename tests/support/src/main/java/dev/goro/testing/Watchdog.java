package dev.goro.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches one test. A platform thread waits for the test's end; at the limit it prints what every
 * thread does and interrupts the test, and some seconds later it halts the JVM. It is a platform
 * thread because it must run when the scheduler under test is stuck.
 */
final class Watchdog implements AutoCloseable {
  private final String test;
  private final Duration limit;
  private final Thread testThread = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean expired;

  Watchdog(String test, Duration limit) {
    this.test = test;
    this.limit = limit;
    thread = Thread.ofPlatform().daemon().name("watchdog of " + test).start(this::watch);
  }

  private void watch() {
    try {
      if (ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      expired = true;
      System.err.println(test + " exceeded its time limit of " + limit.toSeconds() + " s");
      System.err.println(ThreadStacks.all());
      System.err.flush();
      testThread.interrupt();
      if (ended.await(GoroExtension.GRACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      System.err.println(test + " did not end when it was interrupted: halting the JVM");
      System.err.flush();
      Runtime.getRuntime().halt(GoroExtension.HALT_STATUS);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the watchdog", e);
    }
  }

  /** Fails the test if its limit has passed; called on the test's thread when the body is over. */
  void failIfExpired(Throwable thrown) {
    if (expired) {
      throw new AssertionError(
          test + " exceeded its time limit of " + limit.toSeconds() + " s; the dump is on stderr",
          thrown);
    }
  }

  /** Ends the watch; an interrupt that came too late does not reach the next test. */
  @Override
  public void close() throws InterruptedException {
    ended.countDown();
    boolean late = expired;
    if (late) {
      Thread.interrupted();
    }
    thread.join();
    if (expired) {
      Thread.interrupted();
    }
  }
}
