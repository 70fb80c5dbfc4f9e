package dev.goro.testing;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.sched.Goroutine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A goroutine that was started and has come to wait. A test knows by it that a goroutine stands in
 * a channel's queue, instead of sleeping and hoping so.
 *
 * {@snippet :
 * var receiver = Parked.in(() -> channel.recv());   // returns once the receiver waits
 * channel.send(1);
 * receiver.awaitEnd();
 * }
 */
public final class Parked {
  private static final int STEADY_POLLS = 4;

  private final AtomicReference<Goroutine> goroutine = new AtomicReference<>();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Parked() {}

  /**
   * Starts a goroutine and waits until it is parked. The body must not wait for anything but what
   * the test is about.
   *
   * @param body what the goroutine runs
   * @return the parked goroutine
   * @throws AssertionError if the body ended instead
   */
  public static Parked in(Task body) {
    var parked = new Parked();
    Go.go(() -> parked.run(body));
    Eventually.that("a goroutine parks", parked::isSteady);
    parked.assertWaiting();
    return parked;
  }

  private void run(Task body) {
    goroutine.set(Goroutine.current());
    try {
      body.run();
    } catch (Throwable t) {
      thrown.set(t);
    } finally {
      ended.countDown();
    }
  }

  /**
   * Class loading may park a thread for a moment: parked is what is seen so several times in a row.
   */
  private boolean isSteady() {
    for (int i = 0; i < STEADY_POLLS; i++) {
      if (hasEnded()) {
        return true;
      }
      if (!isWaiting()) {
        return false;
      }
      Go.gosched();
    }
    return true;
  }

  /**
   * Of a wait in one of Goro's operations only the goroutine knows, of one in the JDK's only the
   * thread.
   */
  private boolean isWaiting() {
    Goroutine g = goroutine.get();
    return g != null && (g.isWaiting() || isParkedByTheJdk(g.thread()));
  }

  private static boolean isParkedByTheJdk(Thread t) {
    return t.getState() == Thread.State.WAITING || t.getState() == Thread.State.TIMED_WAITING;
  }

  /**
   * Tells whether the body is over.
   *
   * @return whether it is
   */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Fails if the goroutine no longer waits. */
  public void assertWaiting() {
    if (hasEnded()) {
      throw new AssertionError("a goroutine should wait, but has ended", thrown.get());
    }
  }

  /**
   * Waits until the body is over and rethrows what it threw.
   *
   * @throws Exception what the body threw
   */
  public void awaitEnd() throws Exception {
    ended.await();
    switch (thrown.get()) {
      case null -> {}
      case Exception e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new AssertionError(t);
    }
  }

  /**
   * Ends the wait by an interrupt: for a goroutine that nothing else wakes.
   *
   * @throws InterruptedException if the caller is interrupted
   * @throws AssertionError if the wait did not end as an interrupted one does
   */
  public void interrupt() throws InterruptedException {
    assertWaiting();
    goroutine.get().thread().interrupt();
    ended.await();
    if (!(thrown.get() instanceof InterruptedOperationException)
        && !(thrown.get() instanceof InterruptedException)) {
      throw new AssertionError("an interrupt should end the wait", thrown.get());
    }
  }
}
