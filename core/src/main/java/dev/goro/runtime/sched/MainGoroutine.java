package dev.goro.runtime.sched;

import dev.goro.DeadlockError;
import dev.goro.Task;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A main goroutine and the thread that waits for it. There is one in a program; a program that
 * embeds Goro may have several at a time.
 */
final class MainGoroutine {
  private static final List<MainGoroutine> WAITED_FOR = new CopyOnWriteArrayList<>();

  private final Task task;
  private final Thread waiting = Thread.currentThread();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private volatile boolean exited;

  private MainGoroutine(Task task) {
    this.task = task;
  }

  /** Runs a task as a main goroutine and waits for its end; on a goroutine it just runs. */
  static void run(Task task) throws Exception {
    Objects.requireNonNull(
        task, "run of a null task: give it the function that the main goroutine runs");
    if (Goroutine.current() != null) {
      task.run();
      return;
    }
    MainGoroutine main = new MainGoroutine(task);
    WAITED_FOR.add(main);
    try {
      Scheduler.go(null, main::body);
      main.end.await();
    } finally {
      WAITED_FOR.remove(main);
    }
    main.rethrow();
  }

  // Not by a switch over types: the JVM would make a class for it, a millisecond of each program.
  private void rethrow() throws Exception {
    Throwable t = failure;
    if (t instanceof Exception e) {
      throw e;
    }
    if (t instanceof Error e) {
      throw e;
    }
    if (t != null) {
      throw new IllegalStateException(t);
    }
  }

  private void body() {
    try {
      task.run();
    } catch (Goexit e) {
      exited = true; // the program goes on until another goroutine ends it, or all are asleep
      throw e;
    } catch (Throwable t) {
      failure = t;
    } finally {
      if (!exited) {
        WAITED_FOR.remove(
            this); // before the thread that waits is told: it may be long until the OS runs it
        end.countDown();
      }
    }
  }

  /** Whether any is waited for. */
  static boolean anyWaiting() {
    return !WAITED_FOR.isEmpty();
  }

  /** Whether a thread does nothing but wait for a main goroutine. */
  static boolean isWaiting(Thread thread) {
    return WAITED_FOR.stream().anyMatch(main -> main.waiting == thread);
  }

  /** Whether all that are waited for have ended by {@code goexit}. */
  static boolean allExited() {
    return WAITED_FOR.stream().allMatch(main -> main.exited);
  }

  /** Ends the waiting of all: every goroutine is asleep. */
  static void deadlock(String report) {
    for (MainGoroutine main : WAITED_FOR) {
      main.failure = new DeadlockError(report);
      main.end.countDown();
    }
  }
}
