package dev.goro.bench.jox;

import dev.goro.bench.twin.Works;

/** The suite {@code goro}: where there is a channel in it. */
final class GoroWorks {
  static final Works ALL =
      new Works()
          .add("unbuffered", OneToOne::new)
          .add("pingpong", _ -> new PingPong())
          .add("buffered", OneToOne::new)
          .add("select", _ -> new SelectFromTwo())
          .add("chain", Chain::new)
          .add("skynet", Skynet::new);

  private GoroWorks() {}
}
