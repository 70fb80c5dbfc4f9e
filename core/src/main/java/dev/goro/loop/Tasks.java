package dev.goro.loop;

import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The tasks of a loop that have not ended: how they begin, and how they are all ended. */
final class Tasks {
  private final EventLoop loop;
  private final Domain domain;
  private final Problems problems;

  /** In the order in which they were made; of the loop. */
  private final Set<LoopTask<?>> pending = new LinkedHashSet<>();

  private int named;

  Tasks(EventLoop loop, Domain domain, Problems problems) {
    this.loop = loop;
    this.domain = domain;
    this.problems = problems;
  }

  /** Starts a task without a name of its own; as {@link #start(String, Callable, Object)}. */
  <T> LoopTask<T> start(Callable<? extends T> body, Object function) {
    return start("Task-" + ++named, body, function);
  }

  /**
   * Starts a task.
   *
   * @param function what the program gave, which the body stands for
   */
  <T> LoopTask<T> start(String name, Callable<? extends T> body, Object function) {
    Objects.requireNonNull(name, "a task's name must not be null");
    Objects.requireNonNull(body, "task of null: give it the function that it is to run");
    loop.checkOwner("task");
    loop.checkOpen();
    problems.tellOfGarbage();
    var task = new LoopTask<T>(loop, name, body);
    pending.add(task);
    Scheduler.goIn(domain, name, new LoopTask.Body(task, function));
    return task;
  }

  /** A task has ended. */
  void ended(LoopTask<?> task) {
    pending.remove(task);
    problems.tellOfGarbage();
  }

  Set<LoopTask<?>> all() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(pending));
  }

  /** From any thread: starts a task whose end, and whose cancellation, are those of a future. */
  <T> CompletableFuture<T> submit(Callable<? extends T> body) {
    var result = new CompletableFuture<T>();
    loop.handOver(
        () -> {
          if (result.isCancelled()) {
            return;
          }
          LoopTask<T> task = start(body, body);
          task.whenDone(result, () -> complete(result, task));
          result.whenComplete(
              (value, thrown) -> {
                if (result.isCancelled()) {
                  loop.handOverIfOpen(task::cancel);
                }
              });
        });
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, LoopTask<T> task) {
    if (task.isCancelled()) {
      result.cancel(false);
    } else if (task.hasFailed()) {
      result.completeExceptionally(task.exception().orElseThrow());
    } else {
      result.complete(task.value());
    }
  }

  /**
   * While the loop does not run: cancels those that are left, and runs it until they have ended.
   */
  void cancelAll() {
    List<LoopTask<?>> left = List.copyOf(pending);
    left.forEach(LoopTask::cancel);
    runUntilEnded(left);
    for (LoopTask<?> task : left) {
      if (task.hasFailed()) {
        problems.tell(LoopProblem.failedAtShutdown(task, task.exception().orElseThrow()));
      }
    }
  }

  /** As {@link #cancelAll}, and tells of each; until none is left, new ones included. */
  void destroyAll() {
    while (!pending.isEmpty()) {
      List<LoopTask<?>> left = List.copyOf(pending);
      for (LoopTask<?> task : left) {
        problems.tell(LoopProblem.pendingAtClose(task));
        task.cancel("its event loop was closed");
      }
      runUntilEnded(left);
    }
  }

  private void runUntilEnded(List<LoopTask<?>> all) {
    if (all.isEmpty()) {
      return;
    }
    LoopFuture<?> end = Gather.outcomes(loop, all);
    end.whenDone(this, loop::stop);
    while (!end.isDone()) {
      loop.runForever();
    }
  }
}
