package dev.goro.testing;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the endless goroutines of a test by interrupts, where Go's program just ends: the next test
 * finds no goroutines left over.
 */
public final class Quit {
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  /** Makes one that no goroutine runs under yet. */
  public Quit() {}

  /**
   * Starts a goroutine that runs until {@link #now}.
   *
   * @param endless what it runs; an interrupt of what it waits in must end it
   */
  public void go(Task endless) {
    Go.go(
        () -> {
          running.add(Thread.currentThread());
          try {
            if (!over) {
              endless.run();
            }
          } catch (InterruptedOperationException e) {
            if (!over) {
              throw e;
            }
          } finally {
            running.remove(Thread.currentThread());
          }
        });
  }

  /** Interrupts the goroutines until all have ended. */
  public void now() {
    over = true;
    Eventually.that(
        "interrupted goroutines end",
        () -> {
          running.forEach(Thread::interrupt);
          return running.isEmpty();
        });
  }
}
