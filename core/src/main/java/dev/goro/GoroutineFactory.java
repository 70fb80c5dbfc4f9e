package dev.goro;

import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.ThreadTask;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes goroutines for whoever starts threads by a factory. See {@link Go#threadFactory()}. */
final class GoroutineFactory implements ThreadFactory {
  private final @Nullable String prefix;
  private final AtomicLong next = new AtomicLong();

  private final CreationSite.Place place = new CreationSite.Place();

  /** For {@code null} its goroutines have no names. */
  GoroutineFactory(@Nullable String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Thread newThread(Runnable task) {
    Objects.requireNonNull(
        task, "newThread of a null task: give it the function that the goroutine runs");
    return Scheduler.unstarted(
        prefix == null ? null : prefix + next.getAndIncrement(), new ThreadTask(task, place));
  }

  @Override
  public String toString() {
    return prefix == null
        ? "a factory of goroutines"
        : "a factory of goroutines \"" + prefix + "\"...";
  }
}
