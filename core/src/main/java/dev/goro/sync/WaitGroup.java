package dev.goro.sync;

import dev.goro.Task;

/** stub */
public final class WaitGroup {
  /** stub */
  public WaitGroup() {}
  /** Adds. @param n how many */
  public void add(int n) { throw new AssertionError(); }
  /** Done. */
  public void done() { throw new AssertionError(); }
  /** Starts. @param task task */
  public void go(Task task) { throw new AssertionError(); }
  /** Waits. */
  public void await() { throw new AssertionError(); }
}
