package dev.goro;

import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Many goroutines on one thread: they take turns, as the callbacks of an event loop do, and each is
 * plain blocking code. Made by {@link Go#onOneThread()}, with a thread of its own, or by {@link
 * Go#onOneThread(java.util.concurrent.Executor)}, on the thread of an executor.
 *
 * {@snippet :
 * try (var loop = Go.onOneThread()) {
 *   var visits = new HashMap<String, Integer>();        // no lock, no ConcurrentHashMap
 *   for (String page : pages) {
 *     loop.go(() -> {
 *       Go.sleep(Duration.ofMillis(1));                 // parks: others have their turns
 *       visits.merge(page, 1, Integer::sum);            // nobody else is between its read and write
 *     });
 *   }
 * }                                                     // waits for all of them
 * }
 *
 * <h2>What it promises</h2>
 *
 * <ul>
 *   <li>One of its goroutines runs at a time. A turn ends only where the goroutine waits, yields or
 *       ends; it is never preempted. So a stretch of code without a blocking call is atomic to the
 *       others, and data that only they touch needs no lock.
 *   <li>Memory effects: a turn happens before each later turn.
 *   <li>They have their turns in the order in which they became runnable.
 *   <li>They need no P: GOMAXPROCS goroutines of the common scheduler run beside them.
 * </ul>
 *
 * A goroutine that computes for long, or blocks its thread (a native call, a class initialiser that
 * waits), holds up the others. {@link #outside(Callable)} is the way out.
 *
 * <h2>Who belongs to it</h2>
 *
 * A goroutine that is started by {@link #go(Task)}, or by {@link Go#go(Task)}, {@code WaitGroup.go}
 * or {@code Timer.afterFunc} in a goroutine that belongs to it: code that was safe on the thread
 * stays so when it starts another goroutine. In {@link #outside(Callable)} these start common ones.
 * A virtual thread that somebody makes by the JDK's means, a library for instance, is always a
 * common one.
 *
 * <h2>On the thread of an executor</h2>
 *
 * The executor gets one task at a time, which gives turns for about a millisecond and, if there are
 * more, hands itself over again; so the thread's own events come between.
 *
 * <ul>
 *   <li>{@link Thread#currentThread()} is the goroutine, which is a virtual thread. It runs on the
 *       executor's thread all the same. But what asks for the current thread, as {@code
 *       SwingUtilities.isEventDispatchThread()} and Netty's {@code inEventLoop()} do, says that it
 *       is not the one. Code that insists is handed to the executor as a plain task; a goroutine
 *       may wait for it ({@code SwingUtilities.invokeAndWait} works).
 *   <li>Whoever wakes one of its goroutines calls {@code execute}, on whatever thread that is. An
 *       {@code execute} that waits for the executor's thread may wait for ever.
 *   <li>With an executor of several threads its goroutines take turns on all of these, still one at
 *       a time.
 *   <li>An executor that refuses or drops the task (it was shut down), runs it inside {@code
 *       execute}, or on a virtual thread has failed. That is said once on standard error, and no
 *       more goroutines are taken. One that had no turn yet panics with an {@link
 *       IllegalStateException} that says why. Those that had go on, one at a time, on a thread of
 *       Goro's, so that they come to their end. That a task was dropped shows only in an {@link
 *       java.util.concurrent.ExecutorService} that has terminated.
 * </ul>
 *
 * <p>It needs Goro's own scheduler.
 */
public final class OneThread implements AutoCloseable {
  private final Domain domain;

  OneThread(Domain domain) {
    this.domain = domain;
  }

  /**
   * Starts a goroutine on the thread. Does not block. May be called on any thread.
   *
   * <p>Memory effects: what happened before the call is visible to the task.
   *
   * @param task what it runs; a throwable that leaves it is a panic
   * @throws IllegalStateException if it is closed, or its executor has failed
   */
  public void go(Task task) {
    Scheduler.goIn(domain, null, task);
  }

  /**
   * Starts a goroutine on the thread that has a name.
   *
   * @param name its name
   * @param task what it runs
   * @throws IllegalStateException if it is closed, or its executor has failed
   */
  public void go(String name, Task task) {
    Scheduler.goIn(
        domain, Objects.requireNonNull(name, "a goroutine's name must not be null"), task);
  }

  /**
   * Moves the current goroutine to the thread for the time of a task, and back: as {@code
   * withContext(Dispatchers.Main)} in Kotlin. It is the same goroutine there, with its name and its
   * thread locals. It waits for its turn like the others. One that belongs here already just runs
   * the task.
   *
   * @param task what it does there
   * @param <T> what that returns
   * @return what the task returned
   * @throws Exception what the task threw
   * @throws IllegalStateException if the caller is not a goroutine, or cannot leave its thread, as
   *     in a class initialiser; if this is closed or its executor has failed
   */
  public <T> T call(Callable<T> task) throws Exception {
    Objects.requireNonNull(task, "call of a null task: give it the function to run on the thread");
    return Domain.callIn(domain, task);
  }

  /**
   * As {@link #call}, for a task that returns nothing.
   *
   * @param task what it does there
   * @throws Exception what the task threw
   * @throws IllegalStateException as for {@link #call}
   */
  public void run(Task task) throws Exception {
    Objects.requireNonNull(task, "run of a null task: give it the function to run on the thread");
    Domain.callIn(domain, callable(task));
  }

  /**
   * Moves the current goroutine off its one thread for the time of a task, and back: for work that
   * takes long, so that the others there go on meanwhile. The task runs on the common scheduler, in
   * parallel to them, so it must not touch what is theirs. A caller that belongs to no {@code
   * OneThread} just runs it.
   *
   * @param task the work
   * @param <T> what it returns
   * @return what the task returned
   * @throws Exception what the task threw
   * @throws IllegalStateException if the goroutine cannot leave its thread, as in a class
   *     initialiser
   */
  public static <T> T outside(Callable<T> task) throws Exception {
    Objects.requireNonNull(task, "outside of a null task: give it the function to run");
    return Domain.callIn(null, task);
  }

  /**
   * As {@link #outside(Callable)}, for a task that returns nothing.
   *
   * @param task the work
   * @throws Exception what the task threw
   * @throws IllegalStateException if the goroutine cannot leave its thread
   */
  public static void outside(Task task) throws Exception {
    Objects.requireNonNull(task, "outside of a null task: give it the function to run");
    Domain.callIn(null, callable(task));
  }

  private static Callable<Boolean> callable(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }

  /**
   * Whether the caller runs on the thread, as a goroutine that belongs to it or has moved there.
   *
   * @return whether it does
   */
  public boolean isCurrent() {
    return Domain.current() == domain;
  }

  /**
   * Takes no more goroutines, and waits until those that there are have ended, visitors by {@link
   * #call} included. Until then its own goroutines may still start others. After that the thread,
   * if it is Goro's, ends; an executor stays open.
   *
   * @throws IllegalStateException if one of its own goroutines calls it, which would wait for
   *     itself
   * @throws InterruptedOperationException if the caller is interrupted while it waits; then the
   *     goroutines go on, and no more are taken
   */
  @Override
  public void close() {
    domain.close();
  }

  /**
   * Names it.
   *
   * @return the name of its thread, or its executor, in words
   */
  @Override
  public String toString() {
    return "OneThread[" + domain + "]";
  }
}
