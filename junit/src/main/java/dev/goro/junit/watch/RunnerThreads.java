package dev.goro.junit.watch;

import dev.goro.runtime.testing.Probe;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Tells the deadlock detector which threads are the test runner's: those that are alive before the
 * first test is looked for, when no code of the tests has run. They read the runner's commands, and
 * would else count as threads that might wake a goroutine. The thread that runs the tests is none
 * of them.
 */
public final class RunnerThreads implements LauncherSessionListener {
  /** Its thread interrupts tests at the limits of JUnit's own, and does nothing else. */
  private static final String TIMEOUT_WATCHER = "junit-jupiter-timeout-watcher";

  /** Made by JUnit's launcher. */
  public RunnerThreads() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread != Thread.currentThread()) {
        Probe.neverWakes(thread);
      }
    }
    Probe.shutdownHooksNeverWake();
  }

  /** Notes JUnit's watcher, if there is one by now. */
  public static void noteTimeoutWatcher() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    var threads = new Thread[group.activeCount() * 2 + 16];
    int n = group.enumerate(threads);
    for (int i = 0; i < n; i++) {
      if (threads[i].getName().startsWith(TIMEOUT_WATCHER)) {
        Probe.neverWakes(threads[i]);
      }
    }
  }
}
