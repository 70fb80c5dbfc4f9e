package dev.goro.runtime.sched;

import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;

/**
 * What a goroutine runs that is made as a thread, for the JDK or a library. What leaves it is not a
 * panic: it goes to the thread's handler of uncaught exceptions, as from any thread of Java's.
 *
 * @param task what the thread runs
 * @param place where its factory keeps the place that makes threads
 */
public record ThreadTask(Runnable task, CreationSite.Place place)
    implements Task, CreationSite.Handed {
  @Override
  public void run() {
    task.run();
  }
}
