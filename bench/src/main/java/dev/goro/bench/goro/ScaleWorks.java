package dev.goro.bench.goro;

import dev.goro.bench.twin.CrowdCost;
import dev.goro.bench.twin.Works;

/** What {@code goro bench scale} measures: crowds that wait, and work among them. */
final class ScaleWorks {
  private static final int YIELDERS = 8;
  private static final int CAPACITY = 128;
  private static final int TIMERS = 1;

  static final Works ALL =
      new Works()
          .measure("crowd-channel", new CrowdCost(Waiters.OnChannel::new))
          .measure("crowd-sleep", new CrowdCost(Waiters.Asleep::new))
          .measure("crowd-select", new CrowdCost(Waiters.InSelect::new))
          .measure("crowd-mutex", new CrowdCost(Waiters.OnMutex::new))
          .measure("crowd-socket", new CrowdCost(Waiters.OnSocket::new))
          .measure("crowd-deep", new CrowdCost(Waiters.Deep::new))
          .add("among-yield", size -> new AmongOthers(size, new Yield(YIELDERS)))
          .add("among-pingpong", size -> new AmongOthers(size, new PingPong()))
          .add("among-buffered", size -> new AmongOthers(size, new OneToOne(CAPACITY)))
          .add("among-spawn", size -> new AmongOthers(size, new SpawnJoin()))
          .add(
              "among-timers",
              size -> new AmongOthers(TIMERS, new PendingTimers(size, PendingTimers::replace)))
          .add("among-dump", size -> new AmongOthers(size, new AmongOthers.Dump(size)));

  private ScaleWorks() {}
}
