package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Timer;
import java.time.Duration;

/** Work of a goroutine a P, where each P has 32,768 timers of an hour already. */
final class TimersAmongOthers implements Work {
  private static final int OTHERS_PER_PROC = 1 << 15;

  private final Timer[][] others = new Timer[Go.gomaxprocs()][];
  private final Parallel parallel = Goroutines.parallel();
  private final Parallel.Body body;

  TimersAmongOthers(Parallel.Body body) {
    this.body = body;
    var wg = new WaitGroup();
    for (int i = 0; i < others.length; i++) {
      int p = i;
      wg.go(() -> others[p] = timers());
    }
    wg.await();
  }

  private static Timer[] timers() {
    var mine = new Timer[OTHERS_PER_PROC];
    for (int i = 0; i < mine.length; i++) {
      mine[i] = Timer.afterFunc(Duration.ofHours(1), Timers::nothing);
    }
    return mine;
  }

  @Override
  public void run(long ops) throws Exception {
    parallel.run(ops, body);
  }

  @Override
  public void close() {
    for (Timer[] timers : others) {
      for (Timer timer : timers) {
        if (!timer.stop()) {
          throw new WrongResultException("a timer of an hour was over");
        }
      }
    }
  }
}
