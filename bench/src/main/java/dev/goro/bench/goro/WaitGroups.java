package dev.goro.bench.goro;

import static dev.goro.Go.go;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import dev.goro.sync.WaitGroup;

/** Wait groups. */
final class WaitGroups {
  private WaitGroups() {}

  /**
   * Each goroutine has a group of its own. An operation counts one up and down and waits, which it
   * need not.
   */
  static long alone(Share share) {
    var wg = new WaitGroup();
    long count = 0;
    while (share.next()) {
      wg.add(1);
      count++;
      wg.done();
      wg.await();
    }
    return count;
  }

  /** All share a group. An operation counts one up and down. */
  static Work addDone(boolean local) {
    Parallel parallel = Goroutines.parallel();
    return ops -> {
      var wg = new WaitGroup();
      parallel.run(
          ops,
          share -> {
            long x = 1;
            long mine = 0;
            while (share.next()) {
              wg.add(1);
              if (local) {
                x = LocalWork.compute(x);
              }
              mine++;
              wg.done();
            }
            LocalWork.consume(x);
            return mine;
          });
      wg.await(); // for ever, if the counts did not add up
    };
  }

  /** All share a group. An operation is a wait that need not. */
  static Parallel.Body await(boolean local) {
    var wg = new WaitGroup();
    return share -> {
      long x = 1;
      long mine = 0;
      while (share.next()) {
        wg.await();
        if (local) {
          x = LocalWork.compute(x);
        }
        mine++;
      }
      LocalWork.consume(x);
      return mine;
    };
  }

  /** A number that goroutines leave, one after the other. */
  private static final class Ran {
    long count;
  }

  /** An operation is a goroutine that is started and waited for. */
  static long forOne(Share share) {
    var ran = new Ran();
    while (share.next()) {
      var wg = new WaitGroup();
      wg.add(1);
      go(
          () -> {
            ran.count++;
            wg.done();
          });
      wg.await();
    }
    return ran.count;
  }
}
