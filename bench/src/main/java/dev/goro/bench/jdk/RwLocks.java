package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.bench.twin.Work;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Locks for readers and writers. */
final class RwLocks {
  private RwLocks() {}

  /**
   * Each thread has a lock of its own. An operation is two read locks, one in the other, and a
   * write lock.
   */
  static long alone(Share share) {
    var lock = new ReentrantReadWriteLock();
    long writes = 0;
    while (share.next()) {
      lock.readLock().lock();
      lock.readLock().lock();
      lock.readLock().unlock();
      lock.readLock().unlock();
      lock.writeLock().lock();
      writes++;
      lock.writeLock().unlock();
    }
    return writes;
  }

  /** Two numbers that are equal to those who hold the lock. */
  private static final class Guarded {
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    long a;
    long b;

    void write() {
      lock.writeLock().lock();
      a++;
      b++;
      lock.writeLock().unlock();
    }
  }

  /** All share a lock. An operation is one lock; one in so many is for writing. */
  static Work shared(int writeEvery, boolean local) {
    Parallel parallel = VirtualThreads.parallel();
    return ops -> {
      var guarded = new Guarded();
      var wrote = new AtomicLong();
      parallel.run(ops, share -> member(share, guarded, wrote, writeEvery, local));
      check("writes", wrote.get(), guarded.a);
    };
  }

  private static long member(
      Share share, Guarded guarded, AtomicLong wrote, int writeEvery, boolean local) {
    var read = guarded.lock.readLock();
    long x = writeEvery;
    long turn = 0;
    long right = 0;
    long writes = 0;
    while (share.next()) {
      turn++;
      if (turn % writeEvery == 0) {
        guarded.write();
        writes++;
      } else {
        read.lock();
        if (guarded.a == guarded.b) {
          right++;
        }
        if (local) {
          x = LocalWork.compute(x);
        }
        read.unlock();
      }
    }
    LocalWork.consume(x);
    wrote.addAndGet(writes);
    return right + writes;
  }
}
