package dev.goro.runtime.sched;

import dev.goro.DeadlockError;
import dev.goro.Task;
import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.debug.Panics;
import dev.goro.runtime.debug.Stderr;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A whole program on Goro, as the {@code goro} launcher runs it: a panic or a deadlock ends it with
 * Go's report and exit code 2, and it ends when its main goroutine does.
 */
public final class Program {
  /** What Go's runtime exits with after a panic or a fatal error. */
  private static final int CRASHED = 2;

  private static final long PANIC_POLL_NANOS = 200_000;
  private static final long PANIC_PATIENCE_NANOS = 5_000_000_000L;

  private static volatile boolean launched;

  private Program() {}

  static boolean isLaunched() {
    return launched;
  }

  /**
   * Runs the program whose main goroutine does the given task, on the JVM's main thread. The JVM
   * exits: before this returns, or, after a program that went well, once the caller does.
   */
  public static void run(Task main) {
    launched = true;
    if (!Settings.current().problems().isEmpty()) {
      System.err.println("goro: " + Settings.current().problems().getFirst());
      exit(CRASHED);
    }
    AtomicBoolean crashed = new AtomicBoolean();
    Panics.onPanic(
        panic -> {
          if (crashed.compareAndSet(
              false, true)) { // the first one ends the program; others come too late to tell
            System.err.println(panic.report());
          }
          exit(CRASHED);
        });
    AtomicInteger code = new AtomicInteger(CRASHED);
    try {
      MainGoroutine.run(
          () ->
              Goroutine.runReporting(
                  () -> {
                    main.run();
                    code.set(
                        0); // also where the program's own panic handler lets it go on, a panic of
                    // main is a failure
                  }));
    } catch (DeadlockError e) {
      System.err.println("fatal error: " + e.getMessage());
    } catch (Exception e) {
      System.err.println("goro: the main goroutine could not be run: " + e);
    }
    // A panic that has begun is told to its end, as in Go, though main has ended.
    long deadline = System.nanoTime() + PANIC_PATIENCE_NANOS;
    while (Panics.inProgress() && deadline - System.nanoTime() > 0) {
      LockSupport.parkNanos(PANIC_POLL_NANOS);
    }
    if (code.get() == 0 && Exit.byReturning()) {
      return;
    }
    exit(code.get());
  }

  /**
   * The runtime cannot go on as it should. Under the launcher that ends the program; inside
   * somebody else's it is said, and goroutines wait.
   */
  static void fatal(String text) {
    Stderr.println(text);
    if (launched) {
      Stderr.println("\n" + Dump.all());
      Runtime.getRuntime().halt(CRASHED);
    }
  }

  private static void exit(int code) {
    System.out.flush();
    System.exit(code);
  }
}
