package dev.goro.testing;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.junit.watch.Panics;
import dev.goro.sync.WaitGroup;

/** Runs the body of a test as a main goroutine. */
public final class Goroutines {
  private Goroutines() {}

  /**
   * Runs the body as the main goroutine. What it throws is thrown here; panics of the goroutines
   * that it started are attached to it, and fail the test even if the body passed.
   *
   * @param body the test's body
   * @throws Exception what the body threw
   */
  public static void onMain(Task body) throws Exception {
    Panics.watch();
    try {
      Go.run(body);
    } catch (Throwable t) {
      Panics.take().forEach(p -> t.addSuppressed(p.cause()));
      throw t;
    }
    Panics.failIfAny();
  }

  /**
   * Runs the body with the given GOMAXPROCS and restores what was set.
   *
   * @param procs how many goroutines may run at once
   * @param body what to run
   * @throws Exception what the body threw
   */
  public static void atProcs(int procs, Task body) throws Exception {
    int before = Go.gomaxprocs(procs);
    try {
      body.run();
    } finally {
      Go.gomaxprocs(before);
    }
  }

  /**
   * Runs the body as the main goroutine with the given GOMAXPROCS.
   *
   * @param procs how many goroutines may run at once
   * @param body the test's body
   * @throws Exception what the body threw
   */
  public static void onMainAtProcs(int procs, Task body) throws Exception {
    atProcs(procs, () -> onMain(body));
  }

  /**
   * Runs the tasks as goroutines and waits for all of them.
   *
   * @param tasks the tasks
   */
  public static void together(Task... tasks) {
    var all = new WaitGroup();
    for (Task task : tasks) {
      all.go(task);
    }
    all.await();
  }
}
