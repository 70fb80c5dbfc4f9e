package dev.goro.loop;

import dev.goro.InterruptedOperationException;
import dev.goro.runtime.sched.Domain;
import dev.goro.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The runs of a loop: its thread gives turns from when somebody has it run until it is stopped, and
 * is held otherwise.
 *
 * <p>A stop may come as a run begins. Both go by {@link #stopped}: a stop that does not see the
 * thread go sets it, and then looks whether the thread goes; a run has the thread go, and then
 * looks at it. One of the two sees the other.
 */
final class Runs {
  private final Domain domain;

  /** Whether somebody has it run. */
  private final AtomicBoolean running = new AtomicBoolean();

  /** Whether it was stopped while it did not run: the next run is of one batch. */
  private final AtomicBoolean stopped = new AtomicBoolean();

  Runs(Domain domain) {
    this.domain = domain;
  }

  boolean running() {
    return running.get();
  }

  /**
   * Has it run until it is stopped. {@code false} at once if somebody has it run already.
   *
   * @throws InterruptedOperationException if the caller is interrupted; it is stopped then
   */
  boolean run() {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    var held = new WaitGroup();
    held.add(1);
    domain.resume(stopped.getAndSet(false), held::done);
    if (stopped.get()) {
      pause();
    }
    try {
      held.await();
    } catch (InterruptedOperationException e) {
      domain.pause();
      Thread.interrupted();
      awaitHeld(held);
      Thread.currentThread().interrupt();
      throw e;
    } finally {
      running.set(false);
    }
    return true;
  }

  /** Waits for the end of the turn that runs, whatever interrupts there are. */
  private static void awaitHeld(WaitGroup held) {
    while (true) {
      try {
        held.await();
        return;
      } catch (InterruptedOperationException e) {
        Thread.interrupted(); // its caller sets it again
      }
    }
  }

  /** From any thread: ends the run after the batch that is ready, or the next run after its own. */
  void stop() {
    if (!domain.pause()) {
      stopped.set(true);
      pause();
    }
  }

  /** Has the thread stop that was not seen to go, if it does now. */
  private void pause() {
    if (domain.pause()) {
      stopped.set(false);
    }
  }
}
