package dev.goro.lab.technique;

import dev.goro.lab.process.Flags;
import java.util.concurrent.Executors;

/** A technique of concurrency in a JVM. */
public enum Technique {
  /** A platform thread for each task. */
  THREADS("OS threads", Flags.PLAIN, "a platform thread for each task"),

  /** As many platform threads as cores; further tasks wait in a queue. */
  POOL("fixed pool", Flags.PLAIN, "one platform thread a core; further tasks wait in a queue"),

  /** The JDK's virtual threads on the JDK's scheduler. */
  VIRTUAL("JDK virtual threads", Flags.PLAIN, "a virtual thread of the JDK for each task"),

  /** Goroutines on Goro's scheduler. */
  GOROUTINES("goroutines", Flags.GORO, "a goroutine for each task"),

  /** One thread, on which tasks take turns; each keeps its turn until it waits. */
  LOOP(
      "event loop",
      Flags.GORO,
      "all tasks on one thread, by dev.goro.loop; each keeps its turn until it waits");

  private final String label;
  private final Flags flags;
  private final String about;

  Technique(String label, Flags flags, String about) {
    this.label = label;
    this.flags = flags;
    this.about = about;
  }

  /**
   * Its name for a reader.
   *
   * @return a few words
   */
  public String label() {
    return label;
  }

  /**
   * What a JVM is started with that is to use it.
   *
   * @return the flags
   */
  public Flags flags() {
    return flags;
  }

  /**
   * What runs a task.
   *
   * @return a few words
   */
  public String about() {
    return about;
  }

  /**
   * Begins to use it, for the rest of the process.
   *
   * @return what starts tasks; for use on the thread on which the experiment runs
   */
  public Tasks open() {
    return switch (this) {
      case THREADS -> new ThreadTasks(task -> Thread.ofPlatform().daemon().start(task), false);
      case POOL ->
          new ThreadTasks(
              Executors.newFixedThreadPool(
                  Runtime.getRuntime().availableProcessors(),
                  task -> Thread.ofPlatform().daemon().unstarted(task)),
              false);
      case VIRTUAL -> new ThreadTasks(Thread::startVirtualThread, true);
      case GOROUTINES -> new GoroutineTasks();
      case LOOP -> new LoopTasks();
    };
  }
}
