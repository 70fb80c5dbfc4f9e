package dev.goro.context;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;

import dev.goro.RecvChan;
import dev.goro.Task;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Domain;
import dev.goro.runtime.sched.Scheduler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs when a context ends, unless it is taken back before. Whoever sets {@link #over}
 * first, under the lock, does one of the two.
 */
final class AfterFunc extends Child implements Context.Stop {
  /** A task of ours, which must not wait for the turns of a {@code OneThread}. */
  interface Prompt extends Task {}

  private final Task task;
  private final @Nullable Domain domain;
  private boolean over;

  /** Closed when it is over; only if a goroutine waits for the context. */
  private @Nullable Channel<Void> watched;

  private AfterFunc(Task task) {
    this.task = task;
    this.domain = task instanceof Prompt ? null : Domain.current();
  }

  /** Runs a task when a context ends. */
  static AfterFunc register(Context context, Task task) {
    var f =
        new AfterFunc(
            Objects.requireNonNull(task, "afterFunc of a null task: give it the function to run"));
    if (!f.attach(context)) {
      Channel<Void> taken = new Channel<>(0);
      f.watched = taken;
      Scheduler.goIn(null, null, new Watch(context, taken, f));
    }
    return f;
  }

  /** Waits for the end of a context of the user's. */
  private record Watch(Context context, RecvChan<Void> taken, AfterFunc f)
      implements Task, CreationSite.Wrapper {
    @Override
    public void run() {
      select(
          recv(taken, end -> true),
          recv(
              context.done(),
              end -> {
                f.end(End.of(context));
                return true;
              }));
    }

    @Override
    public Object wrapped() {
      return f.task;
    }
  }

  @Override
  void end(End how) {
    if (!first()) {
      return;
    }
    if (domain == null) {
      Scheduler.goIn(null, null, task);
    } else {
      domain.goIfOpen(task);
    }
  }

  @Override
  public boolean stop() {
    if (!first()) {
      return false;
    }
    detach();
    if (watched != null) {
      watched.close();
    }
    return true;
  }

  private boolean first() {
    lock();
    boolean first = !over;
    over = true;
    unlock();
    return first;
  }
}
