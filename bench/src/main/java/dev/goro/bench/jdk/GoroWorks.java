package dev.goro.bench.jdk;

import dev.goro.bench.twin.HandOver;
import dev.goro.bench.twin.ParkedCost;
import dev.goro.bench.twin.Works;

/** The suite {@code goro}: all but {@code select}, which the JDK's queues do not have. */
final class GoroWorks {
  static final Works ALL =
      new Works()
          .add("yield", Yield::new)
          .add("park", _ -> new HandOver(Thread::startVirtualThread))
          .add("spawn", Spawn::new)
          .add("spawn-join", _ -> new SpawnJoin())
          .add("unbuffered", OneToOne::new)
          .add("pingpong", _ -> new PingPong())
          .add("buffered", OneToOne::new)
          .add("chain", Chain::new)
          .add("skynet", Skynet::new)
          .measure("parked", new ParkedCost(WaitingThreads::new));

  private GoroWorks() {}
}
