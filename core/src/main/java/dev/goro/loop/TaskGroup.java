package dev.goro.loop;

import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that end together: asyncio's {@code TaskGroup}. {@link EventLoop#group} runs a body that
 * starts them, and returns when all have ended. When one fails, or the body does, the others are
 * cancelled, and so is the body if it still runs.
 *
 * {@snippet :
 * int sum = loop.group(group -> {
 *   var a = group.task(() -> read(first));
 *   var b = group.task(() -> read(second));
 *   return a.await() + b.await();
 * });
 * }
 */
public final class TaskGroup {
  /**
   * What starts the tasks of a group.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Starts tasks in the group, and may wait for them.
     *
     * @param group the group
     * @return what {@link EventLoop#group} is to return
     * @throws Exception whatever it throws, which cancels the tasks
     */
    T call(TaskGroup group) throws Exception;
  }

  /** As {@link Body}, for one that returns nothing. */
  @FunctionalInterface
  public interface Steps {
    /**
     * Starts tasks in the group, and may wait for them.
     *
     * @param group the group
     * @throws Exception whatever it throws, which cancels the tasks
     */
    void run(TaskGroup group) throws Exception;
  }

  private final EventLoop loop;
  private final LoopTask<?> parent;
  private final Set<LoopTask<?>> tasks = new LinkedHashSet<>();
  private final List<Throwable> errors = new ArrayList<>();
  private boolean exiting;
  private boolean aborting;

  /** Whether the group has cancelled the task that runs its body. */
  private boolean parentCancelled;

  private @Nullable LoopPromise<Boolean> allEnded;

  private TaskGroup(EventLoop loop, LoopTask<?> parent) {
    this.loop = loop;
    this.parent = parent;
  }

  /**
   * Starts a task of the group.
   *
   * @param body what it runs
   * @param <T> what that returns
   * @return the task
   * @throws IllegalStateException if the group has ended, or is about to since one has failed
   */
  public <T> LoopTask<T> task(Callable<? extends T> body) {
    loop.checkOwner("TaskGroup.task");
    if (aborting || (exiting && tasks.isEmpty())) {
      throw new IllegalStateException(
          aborting
              ? "this group takes no more tasks: one has failed or was cancelled, and the others"
                  + " are cancelled"
              : "this group has ended: start tasks in its body");
    }
    return added(loop.task(body));
  }

  /**
   * As {@link #task(Callable)}, for a task without a result.
   *
   * @param body what it runs
   * @return the task
   */
  public LoopTask<@Nullable Void> task(Task body) {
    return task(EventLoop.callable(body));
  }

  private <T> LoopTask<T> added(LoopTask<T> task) {
    tasks.add(task);
    task.whenDone(this, () -> ended(task));
    return task;
  }

  private void ended(LoopTask<?> task) {
    tasks.remove(task);
    if (tasks.isEmpty() && allEnded != null) {
      allEnded.endWith(true);
    }
    if (!task.hasFailed()) {
      return;
    }
    errors.add(task.exception().orElseThrow());
    if (!aborting && !parentCancelled) {
      abort();
      parentCancelled = true;
      parent.cancel();
    }
  }

  private void abort() {
    aborting = true;
    List.copyOf(tasks).forEach(LoopTask::cancel);
  }

  static <T> T run(EventLoop loop, Body<T> body) throws Exception {
    var group = new TaskGroup(loop, loop.requireTask("group"));
    T result;
    try {
      result = body.call(group);
    } catch (Throwable thrown) {
      group.exit(thrown);
      throw thrown;
    }
    group.exit(null);
    return result;
  }

  /** Waits for all, and throws what is to be thrown instead of what the body has thrown. */
  private void exit(@Nullable Throwable thrown) throws Exception {
    exiting = true;
    boolean bodyCancelled = thrown != null && parent.isCancellation(thrown);
    @Nullable RuntimeException ended = null;
    boolean interrupted = false;
    if (thrown != null && !aborting) {
      abort();
    }
    while (!tasks.isEmpty()) {
      var end = new LoopPromise<Boolean>(loop);
      allEnded = end;
      try {
        end.await();
      } catch (CancellationException e) {
        if (!aborting) {
          ended = e;
          abort();
        }
      } catch (InterruptedOperationException e) {
        interrupted = Thread.interrupted(); // the tasks are to end nevertheless
        ended = e;
        if (!aborting) {
          abort();
        }
      }
      allEnded = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    boolean spent = parentCancelled && parent.uncancel() == 0; // it was the group's own request
    if (errors.isEmpty()) {
      if (ended != null && !spent) {
        throw ended;
      }
      return;
    }
    if (thrown != null && !bodyCancelled) {
      errors.add(thrown);
    }
    if (parent.cancelling()
        > 0) { // somebody else's request stands: to be delivered at its next wait
      parent.uncancel();
      parent.cancel();
    }
    throwFirst();
  }

  private void throwFirst() throws Exception {
    Throwable first = errors.getFirst();
    for (Throwable other : errors.subList(1, errors.size())) {
      if (other != first) {
        first.addSuppressed(other);
      }
    }
    switch (first) {
      case Exception e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(first);
    }
  }
}
