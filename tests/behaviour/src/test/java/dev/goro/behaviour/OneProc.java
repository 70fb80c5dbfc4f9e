package dev.goro.behaviour;

import dev.goro.Task;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.testing.Goroutines;

/** Runs a test's body so that as little as possible runs beside it. */
public final class OneProc {
  private OneProc() {}

  /**
   * Runs the body as the main goroutine at GOMAXPROCS=1: what it makes runnable does not run before
   * it parks. On the JDK's scheduler, which has no GOMAXPROCS, it is the main goroutine only.
   *
   * @param body the test's body
   * @throws Exception what the body threw
   */
  public static void onMain(Task body) throws Exception {
    if (VirtualThreads.AVAILABLE) {
      Goroutines.onMainAtProcs(1, body);
    } else {
      Goroutines.onMain(body);
    }
  }
}
