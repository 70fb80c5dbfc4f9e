package dev.goro.bench.jdk;

import dev.goro.bench.twin.SleepAccuracy;
import dev.goro.bench.twin.Works;

/**
 * The suite {@code time}: timers are the tasks of one scheduled executor, which has no way to set
 * one anew, and no channels.
 */
final class TimeWorks {
  static final Works ALL =
      new Works()
          .add("AfterFunc1000", _ -> new Timers(Timers::row))
          .add("After", _ -> new Timers(Timers::after))
          .add("Stop-func", _ -> new Timers(Timers::stop))
          .add("SimultaneousAfterFunc1000", _ -> new Timers(Timers::atOnce))
          .add("StartStop1000", _ -> new Timers(Timers::startStop))
          .add("Sleep1000", _ -> VirtualThreads.parallel().work(() -> Timers::sleeps))
          .add("PendingCreateStop", PendingTimers::new)
          .measure("SleepAccuracy", new SleepAccuracy(VirtualThreads::together, Thread::sleep));

  private TimeWorks() {}
}
