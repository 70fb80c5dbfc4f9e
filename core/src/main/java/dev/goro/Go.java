package dev.goro;

import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.timer.Sleep;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
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
   * Starts a goroutine whose result, or failure, comes to a future. Does not block. Where the
   * caller's goroutine belongs to a {@link OneThread}, so does this one, as with {@link #go}.
   *
   * {@snippet :
   * CompletableFuture<String> page = async(() -> fetch(url));
   * CompletableFuture<Integer> words = page.thenApplyAsync(p -> count(p));
   * IO.println(words.get());
   * }
   *
   * <p>Whatever the task throws goes to the future and is no panic. A task that ends by {@link
   * #goexit} fails its future.
   *
   * <p>{@code cancel(true)} on the future interrupts the task if it runs, which the futures of
   * {@code CompletableFuture.supplyAsync} do not; {@code cancel(false)} does not. A task that has
   * not begun when its future is cancelled does not begin. Whatever else completes the future early
   * ({@code complete}, {@code orTimeout}), and a cancel of a stage that hangs on it, leaves the
   * task running.
   *
   * <p>The async stages that hang on it, to any depth, run as goroutines of the common scheduler;
   * the others on the goroutine that completes the stage before, or that of the caller.
   *
   * <p>Memory effects: what happened before the call is visible to the task; what the task did is
   * visible after the return of {@code get} or {@code join}, and to the stages.
   *
   * @param task what it runs
   * @param <T> what that returns
   * @return its future
   */
  public static <T> CompletableFuture<T> async(Callable<? extends T> task) {
    return AsyncFuture.start(
        Objects.requireNonNull(
            task, "async of a null task: give it the function that the goroutine runs"));
  }

  /**
   * An executor that starts a goroutine for each task: for servers, frameworks and whatever else
   * takes an {@link ExecutorService}.
   *
   * {@snippet :
   * try (var tasks = Go.executor()) {
   *   Future<String> a = tasks.submit(() -> fetch(first));
   *   Future<String> b = tasks.submit(() -> fetch(second));
   *   IO.println(a.get() + b.get());
   * }                                                     // waits for all of them
   * }
   *
   * <p>Each call makes a new one. It costs next to nothing, for it holds no threads; and what
   * {@code ExecutorService} promises holds in full only for one that has an owner: it can be shut
   * down, which frameworks do with the executor that they were given, and its close waits for its
   * tasks and no others. It need not be shut down.
   *
   * <p>No task waits in a queue, so {@code shutdownNow} returns an empty list; it interrupts those
   * that run, and so does a cancel of a future with {@code true}. The goroutines run on the common
   * scheduler, whoever submits the task.
   *
   * <p>What a task throws goes to its future. A task given to {@code execute} has none: what that
   * throws goes to the handler of uncaught exceptions, see {@link
   * Thread#getUncaughtExceptionHandler}, as with the JDK's executors. Neither is a panic, and
   * neither ends the program. A task that ends by {@link #goexit} fails its future.
   *
   * <p>Memory effects: what happened before a task was submitted is visible to it; what it did is
   * visible after the return of its future's {@code get}, and of {@code awaitTermination} and
   * {@code close}.
   *
   * @return the executor
   */
  public static ExecutorService executor() {
    return new GoroutineExecutor();
  }

  /**
   * A factory whose threads are goroutines: for a {@code StructuredTaskScope}, {@code
   * Executors.newThreadPerTaskExecutor}, and libraries that start threads by a factory.
   *
   * {@snippet :
   * try (var scope = StructuredTaskScope.open(
   *     Joiner.<String>anySuccessfulResultOrThrow(), c -> c.withThreadFactory(threadFactory()))) {
   *   scope.fork(() -> fetch(first));
   *   scope.fork(() -> fetch(second));
   *   return scope.join();                                // the other one is interrupted
   * }
   * }
   *
   * <p>A thread that was made is not yet a goroutine: it becomes one, of the common scheduler, when
   * it is started. What its task throws goes to its handler of uncaught exceptions, as for any
   * thread, and is no panic. It is a daemon thread, as every virtual thread is.
   *
   * @return a factory of goroutines without names
   */
  public static ThreadFactory threadFactory() {
    return new GoroutineFactory(null);
  }

  /**
   * As {@link #threadFactory()}, for goroutines with names: the prefix and a number, from 0.
   *
   * {@snippet :
   * var tasks = Executors.newThreadPerTaskExecutor(threadFactory("http-"));
   * }
   *
   * @param prefix how the names begin
   * @return a factory of goroutines
   */
  public static ThreadFactory threadFactory(String prefix) {
    return new GoroutineFactory(
        Objects.requireNonNull(prefix, "the prefix of goroutines' names must not be null"));
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
