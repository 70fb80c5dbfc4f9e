package dev.goro.loop;

import dev.goro.InterruptedOperationException;
import dev.goro.OneThread;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Goroutine;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.timer.Sleep;
import dev.goro.runtime.timer.TimerNode;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event loop: tasks and callbacks that take turns on one thread, each until it waits, as those
 * of Python's asyncio do. A task is a goroutine, so it waits by plain blocking calls, at any depth;
 * there is no {@code async} and no {@code await} keyword.
 *
 * {@snippet :
 * String page = EventLoop.run(() -> {                    // asyncio.run(main())
 *   var loop = EventLoop.current();
 *   var a = loop.task(() -> fetch("a"));                 // asyncio.create_task(fetch("a"))
 *   var b = loop.task(() -> fetch("b"));
 *   return String.join(" ", loop.gather(a, b).await());  // await asyncio.gather(a, b)
 * });
 * }
 *
 * <h2>What it promises</h2>
 *
 * <ul>
 *   <li>One of its tasks and callbacks runs at a time. A turn ends only where it waits, yields or
 *       ends; it is never preempted. So what stands between two waits is atomic to the others, and
 *       data of the loop needs no lock.
 *   <li>They have their turns in the order in which they became ready.
 *   <li>It makes progress only while it is run, by {@link #run}, {@link #runUntilComplete} or
 *       {@link #runForever}, on a thread of its own; the caller waits meanwhile. GOMAXPROCS common
 *       goroutines run beside it.
 *   <li>Memory effects: a turn happens before each later turn. What happened before a call that
 *       starts a task or hands over a callback is visible to it.
 * </ul>
 *
 * <h2>Who may call what</h2>
 *
 * What belongs to the loop may be called by its tasks and callbacks, and, while the loop does not
 * run, by the one that is to run it. Anybody else gets an {@link IllegalStateException}, and hands
 * it over: {@link #callSoonThreadsafe}, {@link #submit}, {@link #stop}, and what a {@link
 * LoopFuture} tells, are for all threads.
 *
 * <p>A goroutine that is started in a turn by {@link dev.goro.Go#go} or a library of Goro's takes
 * turns here too, and may await what the tasks may, but is no task: nobody can cancel it.
 *
 * <p>It needs Goro's own scheduler.
 */
public final class EventLoop implements AutoCloseable {
  private final Domain domain = Domain.ofHeldThread(this, "an EventLoop");
  private final Timers timers = new Timers(this, domain);
  private final ReadyChannels channels = new ReadyChannels(this);
  private final Problems problems = new Problems();
  private final Tasks tasks = new Tasks(this, domain, problems);
  private final Runs runs = new Runs(domain);

  private volatile boolean closed;

  /** Whether callbacks that were asked for are dropped, since it is being closed. */
  private volatile boolean discards;

  /** Whether the tasks that are left are being ended, since it is being closed: no more waits. */
  private boolean unwinding;

  /**
   * Makes a loop, which does not run yet: asyncio's {@code new_event_loop()}. To be closed after
   * use. Most programs need {@link #run} alone.
   *
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public EventLoop() {
    problems.watch(domain);
  }

  // ---- running

  /**
   * Makes a loop, runs a task on it until that has ended, cancels the tasks that are left and waits
   * for them, and closes the loop: {@code asyncio.run(main())}. Other goroutines of the loop are
   * waited for too.
   *
   * <p>The caller waits: a goroutine parks, any other thread blocks. In a task of another loop it
   * is allowed, unlike in asyncio, since only that task waits. If the caller is interrupted, the
   * task is cancelled.
   *
   * @param main what the task runs
   * @param <T> what that returns
   * @return what it returned
   * @throws Exception what it threw
   * @throws CancellationException if it was cancelled
   * @throws InterruptedOperationException if the caller was interrupted, and the task ended by that
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static <T> T run(Callable<? extends T> main) throws Exception {
    Objects.requireNonNull(main, "EventLoop.run of null: give it the function to run");
    var loop = new EventLoop();
    try {
      return loop.runMain(loop.<T>task(main));
    } finally {
      loop.shutDown();
    }
  }

  /**
   * As {@link #run(Callable)}, for a task that returns nothing.
   *
   * @param main what the task runs
   * @throws Exception what it threw
   */
  public static void run(Task main) throws Exception {
    Objects.requireNonNull(main, "EventLoop.run of null: give it the function to run");
    run(callable(main));
  }

  private <T> T runMain(LoopTask<T> main) throws Exception {
    try {
      return runUntilComplete(main);
    } catch (InterruptedOperationException e) {
      if (main.isDone()) {
        throw e; // what the task threw
      }
      Thread.interrupted();
      try {
        main.cancel("the caller of EventLoop.run was interrupted");
        return runUntilComplete(main);
      } catch (CancellationException cancelled) {
        throw e;
      } finally {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends what is left, and closes it; an interrupt that came before does not keep it from that. */
  private void shutDown() {
    boolean interrupted = Thread.interrupted();
    try {
      tasks.cancelAll();
    } finally {
      try {
        close();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /**
   * Runs the loop until a future has ended: {@code loop.run_until_complete}. The loop can be run
   * again after that.
   *
   * @param future a future of this loop
   * @param <T> the type of its result
   * @return its value
   * @throws Exception what it failed with
   * @throws CancellationException if it was cancelled
   * @throws InterruptedOperationException if the caller is interrupted; the loop is stopped then
   * @throws IllegalStateException if the loop runs already, is closed, or was stopped before the
   *     future had ended
   */
  public <T> T runUntilComplete(LoopFuture<T> future) throws Exception {
    if (future.loop() != this) {
      throw new IllegalArgumentException(future + " is of another loop: run that one");
    }
    checkCanRun();
    future.whenDone(runs, this::stop);
    try {
      runForever();
    } finally {
      future.forget(runs);
    }
    if (!future.isDone()) {
      throw new IllegalStateException(
          "the event loop was stopped before " + future + " had ended: run it again");
    }
    return future.result();
  }

  /**
   * Makes a task, and runs the loop until it has ended.
   *
   * @param body what the task runs
   * @param <T> what that returns
   * @return what it returned
   * @throws Exception what it threw
   */
  public <T> T runUntilComplete(Callable<? extends T> body) throws Exception {
    checkCanRun();
    return runUntilComplete(this.<T>task(body));
  }

  /**
   * As {@link #runUntilComplete(Callable)}, for a task that returns nothing.
   *
   * @param body what the task runs
   * @throws Exception what it threw
   */
  public void runUntilComplete(Task body) throws Exception {
    runUntilComplete(callable(body));
  }

  /**
   * Runs the loop until it is stopped: {@code loop.run_forever}. If {@link #stop} was called
   * before, those that are ready have one turn each.
   *
   * @throws InterruptedOperationException if the caller is interrupted; the loop is stopped then
   * @throws IllegalStateException if the loop runs already, or is closed
   */
  public void runForever() {
    checkCanRun();
    if (!runs.run()) {
      throw alreadyRuns();
    }
  }

  private void checkCanRun() {
    if (isCurrent() || runs.running()) {
      throw alreadyRuns();
    }
    checkOpen();
  }

  private IllegalStateException alreadyRuns() {
    return new IllegalStateException(
        "this event loop runs already: await the task in a task of it, or hand over work from"
            + " outside by submit");
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  /**
   * Has {@link #runForever} return, once all that are ready now have had a turn: {@code loop.stop}.
   * What has not ended goes on when the loop is run again. May be called on any thread. Of a loop
   * that does not run, the next run stops at once.
   */
  public void stop() {
    runs.stop();
  }

  /**
   * Whether somebody has it run: {@code loop.is_running()}.
   *
   * @return whether it runs
   */
  public boolean isRunning() {
    return runs.running();
  }

  /**
   * Whether it was closed.
   *
   * @return whether it was
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Closes the loop, which must not run: {@code loop.close()}. Callbacks and timers that are left
   * are dropped. A task that has not ended is told of ({@link LoopProblem.Kind#PENDING_AT_CLOSE})
   * and ended: wherever it waits, and would wait once more, it gets a {@link
   * CancellationException}. Other goroutines of the loop are waited for. A second call does
   * nothing.
   *
   * @throws IllegalStateException if the loop runs
   * @throws InterruptedOperationException if the caller is interrupted while it waits
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (isCurrent() || runs.running()) {
      throw new IllegalStateException(
          "close of an event loop that runs: stop it, and close it when the run has returned");
    }
    discards = true;
    unwinding = true;
    tasks.destroyAll();
    closed = true;
    channels.close();
    domain.resume(false, () -> {});
    domain.close(); // other goroutines may sleep and await to their end
    timers.clear();
    problems.tellOfTheRest();
  }

  // ---- who calls

  /**
   * The loop that the caller is a task or callback of: {@code asyncio.get_running_loop()}.
   *
   * @return the loop
   * @throws IllegalStateException if there is none
   */
  public static EventLoop current() {
    Domain current = Domain.current();
    if (current != null && current.owner() instanceof EventLoop loop) {
      return loop;
    }
    throw new IllegalStateException(
        "no event loop runs the caller: call it in a task or callback of one, as in EventLoop.run");
  }

  /**
   * Whether the caller has a turn of this loop.
   *
   * @return whether it has
   */
  public boolean isCurrent() {
    return Domain.current() == domain;
  }

  /**
   * The task that the caller runs in: {@code asyncio.current_task()}.
   *
   * @return the task; empty in a callback, and in what is no task of this loop
   */
  public Optional<LoopTask<?>> currentTask() {
    LoopTask<?> task = LoopTask.current();
    return task != null && task.loop() == this ? Optional.of(task) : Optional.empty();
  }

  LoopTask<?> requireTask(String operation) {
    LoopTask<?> task = LoopTask.current();
    if (task == null || task.loop() != this || !isCurrent()) {
      throw new IllegalStateException(
          operation + " is for a task of the event loop: call it in what was given to loop.task");
    }
    return task;
  }

  /** Refuses those that may not touch what belongs to the loop. */
  void checkOwner(String operation) {
    if (runs.running() && !isCurrent()) {
      throw new IllegalStateException(
          operation
              + " was called outside of the event loop, which runs: hand it over by"
              + " loop.callSoonThreadsafe");
    }
  }

  private void checkInside(String operation) {
    if (!isCurrent()) {
      throw new IllegalStateException(
          operation + " is for tasks of the event loop, and the caller runs outside of it");
    }
  }

  // ---- tasks

  /**
   * Starts a task: {@code loop.create_task}. It has its first turn when those that are ready now
   * have had theirs.
   *
   * @param body what it runs
   * @param <T> what that returns
   * @return the task, to await or cancel it
   * @throws IllegalStateException if the loop is closed, or the caller is outside while it runs
   */
  public <T> LoopTask<T> task(Callable<? extends T> body) {
    return tasks.start(body, body);
  }

  /**
   * As {@link #task(Callable)}, for a task without a result.
   *
   * @param body what it runs
   * @return the task
   */
  public LoopTask<@Nullable Void> task(Task body) {
    return tasks.start(callable(body), body);
  }

  /**
   * As {@link #task(Callable)}, with a name, for dumps and reports.
   *
   * @param name its name
   * @param body what it runs
   * @param <T> what that returns
   * @return the task
   */
  public <T> LoopTask<T> task(String name, Callable<? extends T> body) {
    return tasks.start(name, body, body);
  }

  /**
   * As {@link #task(Task)}, with a name.
   *
   * @param name its name
   * @param body what it runs
   * @return the task
   */
  public LoopTask<@Nullable Void> task(String name, Task body) {
    return tasks.start(name, callable(body), body);
  }

  static Callable<@Nullable Void> callable(Task task) {
    Objects.requireNonNull(task, "task of null: give it the function that it is to run");
    return () -> {
      task.run();
      return null;
    };
  }

  /** A task has ended. */
  void ended(LoopTask<?> task) {
    tasks.ended(task);
  }

  /**
   * The tasks that have not ended: {@code asyncio.all_tasks()}.
   *
   * @return the tasks, in the order in which they were made
   */
  public Set<LoopTask<?>> allTasks() {
    checkOwner("allTasks");
    return tasks.all();
  }

  /**
   * Starts a task from any thread: {@code asyncio.run_coroutine_threadsafe}. To cancel the future
   * is to cancel the task.
   *
   * @param body what it runs
   * @param <T> what that returns
   * @return its result to come
   * @throws IllegalStateException if the loop is closed
   */
  public <T> CompletableFuture<T> submit(Callable<? extends T> body) {
    Objects.requireNonNull(body, "submit of null: give it the function that the task is to run");
    return tasks.submit(body);
  }

  // ---- waiting

  /**
   * Pauses the current task: {@code asyncio.sleep}. With a time of zero or less it yields: those
   * that are ready have their turns first.
   *
   * @param time how long
   * @throws CancellationException if the task is cancelled meanwhile
   * @throws InterruptedOperationException if the thread is interrupted otherwise
   */
  public void sleep(Duration time) {
    checkInside("sleep");
    if (LoopTask.current() != null) {
      checkUnwinding();
    }
    long nanos = Sleep.saturatedNanos(time);
    if (nanos <= 0) {
      yieldTurn();
      return;
    }
    var over = new LoopPromise<Boolean>(this);
    Handle timer = timers.add(TimerNode.after(nanos), () -> over.endWith(true));
    try {
      over.awaitEnd();
    } finally {
      timer.cancel();
    }
    over.checkNotCancelled();
  }

  private static void yieldTurn() {
    Scheduler.gosched();
    LoopTask<?> task = LoopTask.current();
    if (task != null) {
      task.throwIfCancelled();
    }
  }

  /**
   * Several futures as one: {@code asyncio.gather}. It has all values, in the order of the futures,
   * when all have ended; or fails as soon as one fails or is cancelled, and the others go on. To
   * cancel it, or a task that awaits it, cancels all that have not ended.
   *
   * @param futures the futures, of this loop
   * @param <T> the type of their values
   * @return the future of the list
   */
  @SafeVarargs
  public final <T> LoopFuture<List<T>> gather(LoopFuture<? extends T>... futures) {
    return gather(List.of(futures));
  }

  /**
   * As {@link #gather(LoopFuture[])}.
   *
   * @param futures the futures, of this loop
   * @param <T> the type of their values
   * @return the future of the list
   */
  public <T> LoopFuture<List<T>> gather(Collection<? extends LoopFuture<? extends T>> futures) {
    checkOwner("gather");
    return Gather.values(this, List.copyOf(checked(futures)));
  }

  /**
   * How each of several futures ends: {@code asyncio.gather(…, return_exceptions=True)}. A failure
   * ends nothing early.
   *
   * @param futures the futures, of this loop
   * @param <T> the type of their values
   * @return the future of the list of outcomes, in the order of the futures
   */
  public <T> LoopFuture<List<Outcome<T>>> gatherOutcomes(
      Collection<? extends LoopFuture<? extends T>> futures) {
    checkOwner("gatherOutcomes");
    return Gather.outcomes(this, List.copyOf(checked(futures)));
  }

  private <F extends LoopFuture<?>> Collection<F> checked(Collection<F> futures) {
    for (LoopFuture<?> future : futures) {
      if (future.loop() != this) {
        throw new IllegalArgumentException(
            future + " is of another loop: await it, which any thread may, in a task of this one");
      }
    }
    return futures;
  }

  /**
   * Awaits a future for no longer than a time, and cancels it then: {@code asyncio.wait_for}. It
   * waits until the future has ended, which may take longer if a task cleans up; if that refuses to
   * be cancelled, its value is returned.
   *
   * @param future a future of this loop
   * @param limit how long; zero or less cancels one that has not ended
   * @param <T> the type of its value
   * @return its value
   * @throws TimeoutException if it was cancelled since the time was over
   * @throws Exception what it failed with
   */
  public <T> T waitFor(LoopFuture<T> future, Duration limit) throws Exception {
    requireTask("waitFor");
    checked(List.of(future));
    return TimeoutScope.waitFor(this, future, limit);
  }

  /**
   * Runs a stretch of the current task, which is cancelled when a time is over: {@code async with
   * asyncio.timeout(…)}. What waits there gets the cancellation; when it leaves the stretch it has
   * become a {@link TimeoutException}. Stretches may be nested.
   *
   * @param limit how long it may take; zero or less is over at its first wait
   * @param body the stretch
   * @param <T> what it returns
   * @return what it returned
   * @throws TimeoutException if it was ended since the time was over
   * @throws Exception what it threw
   */
  public <T> T timeout(Duration limit, Callable<T> body) throws Exception {
    Objects.requireNonNull(body, "timeout of null: give it the function to run");
    return TimeoutScope.call(this, limit, body);
  }

  /**
   * As {@link #timeout(Duration, Callable)}, for a stretch that returns nothing.
   *
   * @param limit how long it may take
   * @param body the stretch
   * @throws Exception what it threw, or a {@link TimeoutException}
   */
  public void timeout(Duration limit, Task body) throws Exception {
    timeout(limit, callable(body));
  }

  /**
   * Waits until some of several futures have ended, and leaves them alone: {@code asyncio.wait}.
   *
   * @param futures the futures, of this loop, one at least
   * @param when until when
   * @param <F> their type
   * @return those that have ended, and the others
   * @throws CancellationException if the task is cancelled meanwhile; the futures are not
   */
  public <F extends LoopFuture<?>> Waited<F> waitUntil(Collection<F> futures, When when) {
    checkInside("waitUntil");
    return WaitUntil.over(this, checked(futures), when, -1);
  }

  /**
   * As {@link #waitUntil(Collection, When)}, for no longer than a time. That the time is over is no
   * exception.
   *
   * @param futures the futures, of this loop, one at least
   * @param when until when
   * @param limit how long
   * @param <F> their type
   * @return those that have ended, and the others
   */
  public <F extends LoopFuture<?>> Waited<F> waitUntil(
      Collection<F> futures, When when, Duration limit) {
    checkInside("waitUntil");
    return WaitUntil.over(this, checked(futures), when, Math.max(0, Sleep.saturatedNanos(limit)));
  }

  /**
   * Futures in the order in which they end: {@code asyncio.as_completed}. Each step of the loop
   * over them waits for the next.
   *
   * {@snippet :
   * for (var task : loop.asCompleted(tasks)) {
   *   IO.println(task.result());
   * }
   * }
   *
   * @param futures the futures, of this loop
   * @param <F> their type
   * @return the futures, each of which has ended; to be gone through once, in a task of this loop
   */
  public <F extends LoopFuture<?>> Iterable<F> asCompleted(Collection<F> futures) {
    checkInside("asCompleted");
    var iterator = new AsCompleted<F>(this, checked(futures));
    return () -> iterator;
  }

  /**
   * A future that ends as another one does, and keeps a cancellation from it: {@code
   * asyncio.shield}. A task that awaits it can be cancelled, and the other one goes on.
   *
   * @param future a future of this loop
   * @param <T> the type of its value
   * @return its shield
   */
  public <T> LoopFuture<T> shield(LoopFuture<T> future) {
    checkOwner("shield");
    checked(List.of(future));
    return Shield.around(future);
  }

  /**
   * Runs a body that starts tasks, and waits for all of them: {@code async with
   * asyncio.TaskGroup()}. If one fails, or the body, the others are cancelled, and when all have
   * ended the first exception is thrown, with those that came after it as suppressed ones.
   *
   * @param body starts the tasks; a lambda in braces
   * @param <T> what it returns
   * @return what it returned, when all tasks have ended
   * @throws Exception the first failure
   */
  @SuppressWarnings("overloads") // a lambda in braces either returns a value or does not
  public <T> T group(TaskGroup.Body<T> body) throws Exception {
    Objects.requireNonNull(body, "group of null: give it the function that starts its tasks");
    return TaskGroup.run(this, body);
  }

  /**
   * As {@link #group(TaskGroup.Body)}, for a body that returns nothing.
   *
   * @param body starts the tasks; a lambda in braces
   * @throws Exception the first failure
   */
  @SuppressWarnings("overloads") // a lambda in braces either returns a value or does not
  public void group(TaskGroup.Steps body) throws Exception {
    Objects.requireNonNull(body, "group of null: give it the function that starts its tasks");
    TaskGroup.run(
        this,
        group -> {
          body.run(group);
          return true;
        });
  }

  /**
   * A future that somebody ends: {@code loop.create_future()}.
   *
   * @param <T> the type of its value
   * @return the future
   */
  public <T> LoopPromise<T> promise() {
    checkOwner("promise");
    return new LoopPromise<>(this);
  }

  /** While the loop is being closed its tasks wait no more. */
  void checkUnwinding() {
    if (unwinding) {
      throw new CancellationException("its event loop was closed");
    }
  }

  // ---- callbacks

  /**
   * Calls a function when those that are ready now have had their turns: {@code loop.call_soon}. It
   * has a turn of its own, and may throw: see {@link #onProblem}.
   *
   * @param callback the function
   * @return its handle, to cancel it
   * @throws IllegalStateException if the loop is closed, or the caller is outside while it runs
   */
  public Handle callSoon(Task callback) {
    Objects.requireNonNull(callback, "callSoon of null: give it the function to call");
    checkOwner("callSoon");
    checkOpen();
    return start(new Handle.Soon(this, callback));
  }

  /**
   * As {@link #callSoon}, from any thread: {@code loop.call_soon_threadsafe}. Does not block.
   *
   * @param callback the function
   * @return its handle, to cancel it
   * @throws IllegalStateException if the loop is closed
   */
  public Handle callSoonThreadsafe(Task callback) {
    Objects.requireNonNull(callback, "callSoonThreadsafe of null: give it the function to call");
    checkOpen();
    return start(new Handle.Soon(this, callback));
  }

  /**
   * Calls a function after a time: {@code loop.call_later}.
   *
   * @param time how long from now
   * @param callback the function
   * @return its handle, to cancel it
   * @throws IllegalStateException if the loop is closed, or the caller is outside while it runs
   */
  public Handle callLater(Duration time, Task callback) {
    return callWhen(TimerNode.after(Sleep.saturatedNanos(time)), callback);
  }

  /**
   * Calls a function at a time: {@code loop.call_at}. Of those of the same time the first asked for
   * is called first.
   *
   * @param nanos the time, by {@link #time}
   * @param callback the function
   * @return its handle, to cancel it
   * @throws IllegalStateException if the loop is closed, or the caller is outside while it runs
   */
  public Handle callAt(long nanos, Task callback) {
    return callWhen(nanos, callback);
  }

  private Handle callWhen(long when, Task callback) {
    Objects.requireNonNull(callback, "a timer of null: give it the function to call");
    checkOwner("callLater and callAt");
    checkOpen();
    return timers.add(when, callback, true);
  }

  /**
   * The loop's clock: {@code loop.time()}, in nanoseconds.
   *
   * @return {@link System#nanoTime()}
   */
  public long time() {
    return System.nanoTime();
  }

  Handle start(Handle handle) {
    Scheduler.goIn(domain, null, handle.call());
    return handle;
  }

  /** Starts a callback that is not dropped when the loop is closed: what waits depends on it. */
  void startCallback(Task callback) {
    Scheduler.goIn(domain, null, new Callback(this, callback));
  }

  private record Callback(EventLoop loop, Task function) implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      loop.runCallback(function);
    }

    @Override
    public Object wrapped() {
      return function;
    }
  }

  /** On a goroutine of the loop: calls a function. */
  void runCallback(Task callback) {
    Throwable thrown = Goroutine.runCatching(callback);
    if (thrown != null) {
      problems.tell(LoopProblem.callbackFailed(thrown));
    }
  }

  /** From any thread: has the loop do something that is not dropped. */
  void handOver(Task step) {
    checkOpen();
    startCallback(step);
  }

  /** As {@link #handOver}, unless the loop is closed and nothing is left in it. */
  void handOverIfOpen(Task step) {
    domain.goIfAlive(new Callback(this, step));
  }

  boolean discards() {
    return discards;
  }

  Timers timers() {
    return timers;
  }

  // ---- what is outside

  /**
   * Takes the current task off the loop for the time of a function, and back: {@code await
   * asyncio.to_thread(…)}. For work that takes long: it runs on the common scheduler, in parallel
   * to the loop, so it must not touch what is the loop's. Unlike in asyncio a cancellation reaches
   * it, as an interrupt. {@link OneThread#outside(Callable)} is the same.
   *
   * @param work the function
   * @param <T> what it returns
   * @return what it returned
   * @throws Exception what it threw
   */
  public <T> T toThread(Callable<T> work) throws Exception {
    checkInside("toThread");
    return OneThread.outside(work);
  }

  /**
   * As {@link #toThread(Callable)}, for a function that returns nothing.
   *
   * @param work the function
   * @throws Exception what it threw
   */
  public void toThread(Task work) throws Exception {
    checkInside("toThread");
    OneThread.outside(work);
  }

  /**
   * Has an executor run a function: {@code loop.run_in_executor}. To cancel the future leaves the
   * function alone.
   *
   * @param executor the executor
   * @param work the function
   * @param <T> what it returns
   * @return its result to come
   */
  public <T> LoopFuture<T> runInExecutor(Executor executor, Callable<? extends T> work) {
    Objects.requireNonNull(work, "runInExecutor of null: give it the function to run");
    checkOwner("runInExecutor");
    var result = new LoopPromise<T>(this);
    executor.execute(
        () -> {
          try {
            T value = work.call();
            handOverIfOpen(() -> result.endWith(value));
          } catch (Throwable thrown) {
            handOverIfOpen(() -> result.endFailed(thrown));
          }
        });
    return result;
  }

  // ---- channels that are ready

  /**
   * Calls a function whenever a channel can be read, or has a connection to accept: {@code
   * loop.add_reader}. It replaces the one that was there. While the function runs it is not called
   * again; if it leaves something to read it is called once more. Plain blocking reads in a task
   * need none of this.
   *
   * @param channel a channel in non-blocking mode
   * @param callback the function
   * @throws IllegalArgumentException if the channel is in blocking mode, closed, or never readable
   */
  public void addReader(SelectableChannel channel, Task callback) {
    Objects.requireNonNull(callback, "addReader of null: give it the function to call");
    checkOwner("addReader");
    checkOpen();
    channels.addReader(channel, callback);
  }

  /**
   * Calls a function whenever a channel can be written, or its connection is to be finished: {@code
   * loop.add_writer}. As {@link #addReader}.
   *
   * @param channel a channel in non-blocking mode
   * @param callback the function
   * @throws IllegalArgumentException if the channel is in blocking mode, closed, or never writable
   */
  public void addWriter(SelectableChannel channel, Task callback) {
    Objects.requireNonNull(callback, "addWriter of null: give it the function to call");
    checkOwner("addWriter");
    checkOpen();
    channels.addWriter(channel, callback);
  }

  /**
   * Watches a channel for reads no more: {@code loop.remove_reader}. To be called before the
   * channel is closed.
   *
   * @param channel the channel
   * @return whether it was watched
   */
  public boolean removeReader(SelectableChannel channel) {
    checkOwner("removeReader");
    return channels.removeReader(channel);
  }

  /**
   * Watches a channel for writes no more: {@code loop.remove_writer}. To be called before the
   * channel is closed.
   *
   * @param channel the channel
   * @return whether it was watched
   */
  public boolean removeWriter(SelectableChannel channel) {
    checkOwner("removeWriter");
    return channels.removeWriter(channel);
  }

  // ---- problems

  /**
   * Says who is told of what nobody gets as an exception, such as a callback that failed or a task
   * that holds the loop too long: asyncio's {@code set_exception_handler}, and its logger. Without
   * it they are printed to {@code System.err}.
   *
   * @param handler gets each problem: on the loop, or on the thread that closes it; one of kind
   *     {@link LoopProblem.Kind#SLOW} on a common goroutine, since the loop is held
   */
  public void onProblem(Consumer<? super LoopProblem> handler) {
    problems.handler(Objects.requireNonNull(handler, "the handler of problems must not be null"));
  }

  /**
   * For how long a task or a callback may hold the loop before it is told of: asyncio's {@code
   * slow_callback_duration}, which it heeds in debug mode only.
   *
   * @return the time; 100 milliseconds unless it was set
   */
  public Duration slowCallbackDuration() {
    return Duration.ofNanos(problems.slow().bound());
  }

  /**
   * Sets {@link #slowCallbackDuration()}. It is looked at about every ten milliseconds. Each turn
   * is told of once; of those in the second after one that was told of only the number is, with the
   * next.
   *
   * @param time the time; {@code Duration.ofSeconds(Long.MAX_VALUE)} for never
   * @throws IllegalArgumentException if it is not positive
   */
  public void slowCallbackDuration(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "slowCallbackDuration of "
              + time
              + ": give it a positive time, a very long one for never");
    }
    problems.slow().bound(Sleep.saturatedNanos(time));
  }

  Unretrieved unretrieved() {
    return problems.unretrieved();
  }

  /**
   * Names it.
   *
   * @return the name of its thread, in words
   */
  @Override
  public String toString() {
    return "the event loop of " + domain;
  }
}
