package dev.goro.time;

import dev.goro.Task;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.timer.TimerNode;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to run later: the inside of {@link Timer#afterFunc}. It stands in a heap of the
 * scheduler from the moment when it is set until it runs or is stopped.
 *
 * <p>Setting, stopping and being due are each one step under the lock of the heap that it is in:
 * who comes second finds that it is set no more, or sets it for once more.
 */
final class DelayedTask extends TimerNode {
  private final Task task;

  /** Where it runs: that of the goroutine that made it. */
  private final @Nullable Domain domain = Domain.current();

  private final @Nullable StackTraceElement site;

  /** One that is set to a time from now. */
  DelayedTask(Task task, long nanos) {
    this.task = task;
    this.site = Scheduler.site(task);
    set(after(nanos));
  }

  @Override
  protected void fire(long now) {
    if (domain == null) {
      Scheduler.goFrom(site, task);
    } else {
      domain.goIfOpen(task);
    }
  }
}
