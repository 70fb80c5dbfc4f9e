package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicLong;

/** Goroutines that are started and counted. */
final class Creating {
  private static final int GROUP = 4;

  private Creating() {}

  /** Four goroutines that share variables are started and waited for. An operation is that. */
  static void capturing(long ops) {
    var ran = new AtomicLong();
    for (long i = 0; i < ops; i++) {
      long turn = i & (GROUP - 1);
      var wg = new WaitGroup();
      wg.add(GROUP);
      for (int g = 0; g < GROUP; g++) {
        int me = g;
        go(
            () -> {
              if (me == turn) {
                ran.incrementAndGet();
              }
              wg.done();
            });
      }
      wg.await();
    }
    check("goroutines whose turn it was", ops, ran.get());
  }

  /** One goroutine starts all. An operation is one goroutine. */
  static void fromOne(long ops) {
    var wg = new WaitGroup();
    wg.add(Math.toIntExact(ops));
    for (long i = 0; i < ops; i++) {
      go(wg::done);
    }
    wg.await();
  }
}
