package dev.goro;

import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.timer.Sleep;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a program with goroutines says all the time, for one static import.
 *
 * {@snippet :
 * import static dev.goro.Go.*;
 *
 * void main() {
 *   Chan<String> messages = Chan.make();
 *   go(() -> messages.send("ping"));
 *   IO.println(messages.recv());
 * }
 * }
 */
public final class Go {
  private Go() {}

  /**
   * Starts a goroutine: Go's {@code go f()}. Does not block. May be called on any thread; the first
   * call starts the scheduler.
   *
   * <p>Memory effects: what happened before the call is visible to the task. Inheritable thread
   * locals and the context class loader are handed down; scoped values are those of a {@code
   * StructuredTaskScope} only, as for every thread.
   *
   * @param task what it runs; a throwable that leaves it is a panic
   */
  public static void go(Task task) {
    Scheduler.go(null, task);
  }

  /**
   * Starts a goroutine that has a name, for dumps and for {@link Thread#getName}.
   *
   * @param name its name
   * @param task what it runs
   */
  public static void go(String name, Task task) {
    Scheduler.go(Objects.requireNonNull(name, "a goroutine's name must not be null"), task);
  }

  /**
   * Runs a task as the main goroutine and waits until it has ended; for a program that has its own
   * {@code main}. The other goroutines go on after that. On a goroutine the task simply runs.
   *
   * @param task the main goroutine's task
   * @throws Exception what the task threw
   * @throws DeadlockError if every goroutine is asleep and nothing can wake one any more
   */
  public static void run(Task task) throws Exception {
    Scheduler.runMain(task);
  }

  /**
   * Lets other goroutines run: Go's {@code runtime.Gosched}. On any other thread this is {@link
   * Thread#yield}.
   */
  public static void gosched() {
    Scheduler.gosched();
  }

  /**
   * Ends the current goroutine: Go's {@code runtime.Goexit}. Its {@code finally} blocks run. The
   * main goroutine may do it too: the program then goes on until another goroutine ends it.
   *
   * <p>It is done by an {@link Error} without a stack trace; code that catches every {@code
   * Throwable} must let it pass.
   *
   * @return never; so that {@code throw goexit();} tells the compiler as much
   * @throws IllegalStateException if the current thread is not a goroutine
   */
  public static Error goexit() {
    throw Scheduler.goexit();
  }

  /**
   * Pauses the current goroutine, or thread: Go's {@code time.Sleep}.
   *
   * @param time how long; zero or less returns at once
   * @throws InterruptedOperationException if the thread is interrupted
   */
  public static void sleep(Duration time) {
    Sleep.sleep(time);
  }

  /**
   * How many goroutines there are: Go's {@code runtime.NumGoroutine}.
   *
   * @return the number of goroutines that were started and have not ended
   */
  public static int numGoroutine() {
    return Scheduler.numGoroutine();
  }

  /**
   * How many goroutines may run at once.
   *
   * @return GOMAXPROCS
   */
  public static int gomaxprocs() {
    return Scheduler.gomaxprocs(0);
  }

  /**
   * Sets how many goroutines may run at once, while the program runs: Go's {@code
   * runtime.GOMAXPROCS}. The start value is the environment's {@code GOMAXPROCS}, or the number of
   * CPUs that the machine or container grants.
   *
   * @param n the number; less than 1 changes nothing
   * @return what it was before
   * @throws IllegalArgumentException if it is more than 1,024
   */
  public static int gomaxprocs(int n) {
    return Scheduler.gomaxprocs(n);
  }

  /**
   * Makes a thread on which many goroutines take turns, one at a time: what an event loop is, in
   * blocking style. See {@link OneThread}.
   *
   * @return the thread's goroutines, as yet none; to be closed after use
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static OneThread onOneThread() {
    return new OneThread(Domain.ofOwnThread());
  }

  /**
   * As {@link #onOneThread()}, on the thread of an executor, beside what else that thread does:
   * {@code EventQueue::invokeLater}, an event loop of Netty's, {@code
   * Executors.newSingleThreadExecutor()}. The executor must run what it is given later, on a
   * platform thread, and its {@code execute} must not wait for that thread: see {@link OneThread}.
   *
   * @param executor what runs tasks on the thread
   * @return the thread's goroutines, as yet none; to be closed after use, which leaves the executor
   *     open
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static OneThread onOneThread(Executor executor) {
    return new OneThread(
        Domain.of(Objects.requireNonNull(executor, "onOneThread needs an executor, not null")));
  }

  /**
   * Locks the current goroutine to the OS thread that it runs on: Go's {@code
   * runtime.LockOSThread}. Until as many calls of {@link #unlockOSThread} it runs on that thread,
   * and nothing else does. For native libraries whose state belongs to a thread. The thread ends
   * with the goroutine if that ends locked.
   *
   * <p>A hand-over to or from a locked goroutine is one from thread to thread, and costs
   * microseconds.
   *
   * @throws IllegalStateException if the current thread is not a goroutine
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static void lockOSThread() {
    Scheduler.lockOSThread();
  }

  /**
   * Takes back one call of {@link #lockOSThread}: Go's {@code runtime.UnlockOSThread}. Without such
   * a call it does nothing.
   *
   * @throws IllegalStateException if the current thread is not a goroutine
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static void unlockOSThread() {
    Scheduler.unlockOSThread();
  }

  /**
   * Sets how many OS threads may run goroutines, those that are blocked in native calls included:
   * Go's {@code debug.SetMaxThreads}. The start value is 10,000. A program under the launcher that
   * needs more ends with {@code fatal error: thread exhaustion}; inside another program that is
   * printed, and goroutines wait for the threads that there are.
   *
   * @param n the number
   * @return what it was before
   * @throws IllegalArgumentException if it is less than 1
   */
  public static int setMaxThreads(int n) {
    return Scheduler.maxThreads(n);
  }

  /**
   * The current goroutine's id, as dumps and panics print it.
   *
   * @return the id, from 1; 0 if the current thread is not a goroutine
   */
  public static long goid() {
    return Scheduler.goid();
  }

  /**
   * Says what happens when a throwable leaves a goroutine's task. Under the {@code goro} launcher
   * the program prints the report and ends with exit code 2, as a Go program does. Inside another
   * program the default is to print the report to {@code System.err} and to go on; that program
   * sets its own policy here.
   *
   * @param handler gets each panic, on the goroutine that panicked
   */
  public static void onPanic(Consumer<Panic> handler) {
    Scheduler.onPanic(handler);
  }

  /**
   * Every goroutine with its wait reason, stack and creator, equal stacks folded: the text that
   * SIGQUIT and {@code goro dump} print.
   *
   * @return the dump
   */
  public static String dump() {
    return Scheduler.dump();
  }
}
