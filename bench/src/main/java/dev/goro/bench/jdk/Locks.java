package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Locks. An operation is a lock and an unlock, with what is done between. */
final class Locks {
  private static final int SMALL_DATA = 4 << 10;
  private static final int LARGE_DATA = 16 << 10;

  /** Half a cache line, in longs. */
  private static final int STEP = 4;

  private static final int LOCK_EVERY = 4;

  private Locks() {}

  /** Each thread has a lock of its own. */
  static long alone(Share share) {
    var lock = new ReentrantLock();
    long sections = 0;
    while (share.next()) {
      lock.lock();
      sections++;
      lock.unlock();
    }
    return sections;
  }

  /** A number that a lock guards. */
  private static final class Guarded {
    final ReentrantLock lock = new ReentrantLock();
    long sections;

    void enter() {
      lock.lock();
      sections++;
      lock.unlock();
    }
  }

  /** All share a lock. */
  static Work shared(int perProc, boolean local) {
    Parallel parallel = VirtualThreads.parallel(perProc);
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

  /** More threads than may run, which do something else three times of four. */
  static Work noSpin() {
    Parallel parallel = VirtualThreads.parallel(4);
    return ops -> {
      var guarded = new Guarded();
      var own = new AtomicLong();
      parallel.run(
          ops,
          share -> {
            BlockingQueue<Boolean> c = Queues.make(0);
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
                Interruptible.start(() -> c.put(true)); // and so gives way to others
                c.take();
              }
            }
            own.addAndGet(locked);
            return mine;
          });
      check("locked sections", own.get(), guarded.sections);
    };
  }

  /** A thread for each that may run, with data of its own in the CPU's cache. */
  static Work spin() {
    Parallel parallel = VirtualThreads.parallel();
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
