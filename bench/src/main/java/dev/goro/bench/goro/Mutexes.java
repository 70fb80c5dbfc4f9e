package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import dev.goro.sync.Mutex;
import java.util.concurrent.atomic.AtomicLong;

/** Mutexes. An operation is a lock and an unlock, with what is done between. */
final class Mutexes {
  private static final int SMALL_DATA = 4 << 10;
  private static final int LARGE_DATA = 16 << 10;

  /** Half a cache line, in longs. */
  private static final int STEP = 4;

  private static final int LOCK_EVERY = 4;

  private Mutexes() {}

  /** Each goroutine has a mutex of its own. */
  static long alone(Share share) {
    var mutex = new Mutex();
    long sections = 0;
    while (share.next()) {
      mutex.lock();
      sections++;
      mutex.unlock();
    }
    return sections;
  }

  /** A number that a mutex guards. */
  private static final class Guarded {
    final Mutex mutex = new Mutex();
    long sections;

    void enter() {
      mutex.lock();
      sections++;
      mutex.unlock();
    }
  }

  /** All share a mutex. */
  static Work shared(int perProc, boolean local) {
    Parallel parallel = Goroutines.parallel(perProc);
    return ops -> {
      var guarded = new Guarded();
      parallel.run(
          ops,
          share -> {
            long x = perProc;
            long mine = 0;
            while (share.next()) {
              guarded.enter();
              mine++;
              if (local) {
                x = LocalWork.compute(x);
              }
            }
            LocalWork.consume(x);
            return mine;
          });
      check("locked sections", ops, guarded.sections);
    };
  }

  /**
   * More goroutines than Ps, which do something else three times of four. Who waits does best to
   * let others run.
   */
  static Work noSpin() {
    Parallel parallel = Goroutines.parallel(4);
    return ops -> {
      var guarded = new Guarded();
      var own = new AtomicLong();
      parallel.run(
          ops,
          share -> {
            Chan<Boolean> c = Chan.make();
            var data = new long[SMALL_DATA];
            long locked = 0;
            long mine = 0;
            while (share.next()) {
              mine++;
              if (mine % LOCK_EVERY == 0) {
                guarded.enter();
                locked++;
              } else {
                touch(data);
                go(() -> c.send(true)); // and so gives way to others
                c.recv();
              }
            }
            own.addAndGet(locked);
            return locked + data[0];
          });
      check("locked sections", own.get(), guarded.sections);
    };
  }

  /**
   * A goroutine for each P, with data of its own in the CPU's cache. Who waits does best to spin.
   */
  static Work spin() {
    Parallel parallel = Goroutines.parallel();
    return ops -> {
      var guarded = new Guarded();
      parallel.run(
          ops,
          share -> {
            var data = new long[LARGE_DATA];
            while (share.next()) {
              guarded.enter();
              touch(data);
            }
            return data[0];
          });
      check("locked sections", ops, guarded.sections);
    };
  }

  private static void touch(long[] data) {
    for (int i = 0; i < data.length; i += STEP) {
      data[i]++;
    }
  }
}
