package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import dev.goro.sync.RWMutex;
import java.util.concurrent.atomic.AtomicLong;

/** Locks for readers and writers. */
final class RWMutexes {
  private RWMutexes() {}

  /**
   * Each goroutine has a lock of its own. An operation is two read locks, one in the other, and a
   * write lock.
   */
  static long alone(Share share) {
    var lock = new RWMutex();
    long writes = 0;
    while (share.next()) {
      lock.rLock();
      lock.rLock();
      lock.rUnlock();
      lock.rUnlock();
      lock.lock();
      writes++;
      lock.unlock();
    }
    return writes;
  }

  /** Two numbers that are equal to those who hold the lock. */
  private static final class Guarded {
    final RWMutex lock = new RWMutex();
    long a;
    long b;
  }

  /** All share a lock. An operation is one lock; one in so many is for writing. */
  static Work shared(int writeEvery, boolean local) {
    Parallel parallel = Goroutines.parallel();
    return ops -> {
      var guarded = new Guarded();
      var wrote = new AtomicLong();
      parallel.run(ops, share -> member(share, guarded, wrote, writeEvery, local));
      check("writes", wrote.get(), guarded.a);
    };
  }

  private static long member(
      Share share, Guarded guarded, AtomicLong wrote, int writeEvery, boolean local) {
    RWMutex lock = guarded.lock;
    long x = writeEvery;
    long turn = 0;
    long right = 0;
    long writes = 0;
    while (share.next()) {
      turn++;
      if (turn % writeEvery == 0) {
        lock.lock();
        guarded.a++;
        guarded.b++;
        lock.unlock();
        writes++;
      } else {
        lock.rLock();
        if (guarded.a == guarded.b) {
          right++;
        }
        if (local) {
          x = LocalWork.compute(x);
        }
        lock.rUnlock();
      }
    }
    LocalWork.consume(x);
    wrote.addAndGet(writes);
    return right + writes;
  }
}
