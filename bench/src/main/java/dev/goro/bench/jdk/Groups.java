package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;

/** What is done with a wait group: with phasers where it counts up, too, with latches elsewhere. */
final class Groups {
  private Groups() {}

  /** A phaser that does not end when nobody is registered. */
  private static final class Group extends Phaser {
    @Override
    protected boolean onAdvance(int phase, int registered) {
      return false;
    }
  }

  /** Each thread has a group. An operation counts one up and down and waits, which it need not. */
  static long alone(Share share) {
    var group = new Group();
    long count = 0;
    while (share.next()) {
      int phase = group.register();
      count++;
      group.arriveAndDeregister();
      group.awaitAdvance(phase);
    }
    return count;
  }

  /** All share a group. An operation counts one up and down. */
  static Work addDone(boolean local) {
    Parallel parallel = VirtualThreads.parallel();
    return ops -> {
      var group = new Group();
      parallel.run(
          ops,
          share -> {
            long x = 1;
            long mine = 0;
            while (share.next()) {
              group.register();
              if (local) {
                x = LocalWork.compute(x);
              }
              mine++;
              group.arriveAndDeregister();
            }
            LocalWork.consume(x);
            return mine;
          });
      check("those that are registered still", 0, group.getRegisteredParties());
    };
  }

  /** All share a latch that is at zero. An operation is a wait that need not. */
  static Parallel.Body await(boolean local) {
    var latch = new CountDownLatch(0);
    return share -> {
      long x = 1;
      long mine = 0;
      while (share.next()) {
        latch.await();
        if (local) {
          x = LocalWork.compute(x);
        }
        mine++;
      }
      LocalWork.consume(x);
      return mine;
    };
  }

  /** A number that threads leave, one after the other. */
  private static final class Ran {
    long count;
  }

  /** An operation is a thread that is started and waited for. */
  static long forOne(Share share) throws InterruptedException {
    var ran = new Ran();
    while (share.next()) {
      var latch = new CountDownLatch(1);
      Thread.startVirtualThread(
          () -> {
            ran.count++;
            latch.countDown();
          });
      latch.await();
    }
    return ran.count;
  }
}
