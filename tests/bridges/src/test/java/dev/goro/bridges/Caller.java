package dev.goro.bridges;

import dev.goro.Task;
import dev.goro.testing.Goroutines;

/** Who calls a bridge: a law must hold for each. */
public enum Caller {
  /** A goroutine. */
  GOROUTINE {
    @Override
    public void run(Task body) throws Exception {
      Goroutines.onMain(body);
    }
  },
  /** The test's own platform thread. */
  THREAD {
    @Override
    public void run(Task body) throws Exception {
      body.run();
    }
  };

  /**
   * Runs the body of a test.
   *
   * @param body the body
   * @throws Exception what the body threw
   */
  public abstract void run(Task body) throws Exception;
}
