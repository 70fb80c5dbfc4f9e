package dev.goro.context;

import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Scheduler;
import java.util.Objects;

/** The current context, a scoped value. */
final class Current {
  private static final ScopedValue<Context> CONTEXT = ScopedValue.newInstance();

  private Current() {}

  static Context get() {
    return CONTEXT.orElse(Context.background());
  }

  static <R, X extends Throwable> R call(
      Context context, ScopedValue.CallableOp<? extends R, X> call) throws X {
    return ScopedValue.where(CONTEXT, context).call(call);
  }

  static void go(Context context, Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
    Scheduler.go(null, new Bound(context, task));
  }

  /** A task that has a current context. */
  private record Bound(Context context, Task task) implements Task, CreationSite.Wrapper {
    @Override
    public void run() throws Exception {
      context.run(task);
    }

    @Override
    public Object wrapped() {
      return task;
    }
  }
}
