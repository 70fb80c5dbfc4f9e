package dev.goro.bridges;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import java.util.concurrent.Callable;

/** A task that waits until it is interrupted, or told to go on; and tells what it met. */
public final class Interruptible implements Callable<String>, Runnable {
  private final Chan<Boolean> begun = Chan.make(1);
  private final Chan<Boolean> go = Chan.make(1);
  private final Chan<Boolean> met = Chan.make(1);

  @Override
  public String call() {
    begun.send(true);
    boolean interrupted = false;
    try {
      go.recv();
    } catch (InterruptedOperationException e) {
      interrupted = true;
      Thread.interrupted();
      throw e;
    } finally {
      met.send(interrupted);
    }
    return "went on";
  }

  @Override
  public void run() {
    call();
  }

  /** Waits until it runs. */
  public void awaitBegin() {
    begun.recv();
  }

  /** Lets it go on. */
  public void release() {
    go.send(true);
  }

  /** Waits for its end and tells whether an interrupt ended it. */
  public boolean wasInterrupted() {
    return met.recv();
  }

  /** Whether it has not ended. */
  public boolean isWaiting() {
    return met.len() == 0;
  }
}
