package dev.goro.bench.goro;

import dev.goro.bench.twin.ProcessStarts;
import dev.goro.bench.twin.Works;

/** The suite {@code classics}. */
final class ClassicsWorks {
  static final Works ALL =
      new Works()
          .add("ring", Ring::new)
          .add("sieve", Sieve::new)
          .add("fan", Fan::new)
          .add("mpmc", ManyToMany::new)
          .add("fib", Fib::new)
          .add("JoxRendezvous", OneToOne::new)
          .add("JoxBuffered1", OneToOne::new)
          .add("JoxBuffered10", OneToOne::new)
          .add("JoxBuffered100", OneToOne::new)
          .add("JoxChained0", length -> new Stream(length, 0))
          .add("JoxChained16", length -> new Stream(length, 16))
          .add("JoxChained100", length -> new Stream(length, 100))
          .add("JoxParallel0", pairs -> new Pairs(pairs, 0))
          .add("JoxParallel16", pairs -> new Pairs(pairs, 16))
          .add("JoxParallel100", pairs -> new Pairs(pairs, 100))
          .add("JoxSelect1", _ -> new SelectFromOne())
          .add("JoxSelect2", _ -> new SelectFromTwo())
          .measure("short-program", new ProcessStarts(GoroRun::command));

  private ClassicsWorks() {}
}
