package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;
import dev.goro.context.CancelContext;
import dev.goro.context.Context;
import dev.goro.sync.WaitGroup;
import java.time.Duration;

/**
 * So many contexts with a timeout of an hour are there. An operation makes ten more and ends them.
 */
final class TimeoutsAmongOthers implements Work {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int TOGETHER = 10;

  private final CancelContext[][] others = new CancelContext[Go.gomaxprocs()][];
  private final Parallel parallel = Goroutines.parallel();

  TimeoutsAmongOthers(int size) {
    var wg = new WaitGroup();
    for (int i = 0; i < others.length; i++) {
      int p = i;
      wg.go(() -> others[p] = contexts(size / others.length));
    }
    wg.await();
  }

  private static CancelContext[] contexts(int count) {
    var all = new CancelContext[count];
    for (int i = 0; i < count; i++) {
      all[i] = Context.withTimeout(Context.background(), HOUR);
    }
    return all;
  }

  @Override
  public void run(long ops) throws Exception {
    parallel.run(ops, TimeoutsAmongOthers::use);
  }

  private static long use(Parallel.Share share) {
    long mine = 0;
    while (share.next()) {
      CancelContext[] some = contexts(TOGETHER);
      for (CancelContext context : some) {
        context.cancel();
      }
      if (some[0].err().isPresent()) {
        mine++;
      }
    }
    return mine;
  }

  @Override
  public void close() {
    for (CancelContext[] contexts : others) {
      for (CancelContext context : contexts) {
        context.cancel();
      }
    }
  }
}
