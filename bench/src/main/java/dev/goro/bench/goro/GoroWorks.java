package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.HandOver;
import dev.goro.bench.twin.ParkedCost;
import dev.goro.bench.twin.Works;

/** The suite {@code goro}. */
final class GoroWorks {
  static final Works ALL =
      new Works()
          .add("yield", Yield::new)
          .add("park", _ -> new HandOver(task -> Go.go(task::run)))
          .add("spawn", Spawn::new)
          .add("spawn-join", _ -> new SpawnJoin())
          .add("unbuffered", OneToOne::new)
          .add("pingpong", _ -> new PingPong())
          .add("buffered", OneToOne::new)
          .add("select", _ -> new SelectFromTwo())
          .add("chain", Chain::new)
          .add("skynet", Skynet::new)
          .measure("parked", new ParkedCost(WaitingGoroutines::new));

  private GoroWorks() {}
}
