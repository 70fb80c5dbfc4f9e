package dev.goro.bench.jdk;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Pools: the JDK has none, so a concurrent deque is one, last in, first out. */
final class Pools {
  private static final int GETS = 100;
  private static final int GARBAGE = 32 << 10;
  private static final int BALLAST = 8 << 20;

  private Pools() {}

  /** A pool of what a function makes. */
  private static final class Pool<T> {
    private final ConcurrentLinkedDeque<T> kept = new ConcurrentLinkedDeque<>();
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
      this.maker = maker;
    }

    void put(T thing) {
      kept.push(thing);
    }

    T get() {
      T thing = kept.poll();
      return thing == null ? maker.get() : thing;
    }
  }

  /** What is kept in pools. */
  private static final class Item {
    long uses;
  }

  /** An operation is a put and a get. */
  static Parallel.Body pairs() {
    var pool = new Pool<>(Item::new);
    return share -> {
      var thing = new Item();
      long mine = 0;
      while (share.next()) {
        pool.put(thing);
        thing = pool.get();
        thing.uses++;
        mine++;
      }
      LocalWork.consume(thing.uses);
      return mine;
    };
  }

  /**
   * An operation is so many puts of one object, and then 100 gets; what the pool has not got is
   * made.
   */
  static Work batches(int puts) {
    Parallel parallel = VirtualThreads.parallel();
    return ops -> {
      var pool = new Pool<>(Item::new);
      var thing = new Item();
      parallel.run(
          ops,
          share -> {
            long got = 0;
            while (share.next()) {
              for (int i = 0; i < puts; i++) {
                pool.put(thing);
              }
              for (int i = 0; i < GETS; i++) {
                if (pool.get() != null) {
                  got++;
                }
              }
            }
            return got / GETS;
          });
    };
  }

  /**
   * What is kept takes a millisecond to make. An operation takes 100 of them out, makes some
   * garbage beside each, and puts them back.
   */
  static Work dear() {
    return new Dear();
  }

  private static final class Dear implements Work {
    private final Pool<Item> pool =
        new Pool<>(
            () -> {
              LockSupport.parkNanos(1_000_000);
              return new Item();
            });
    private final Parallel parallel = VirtualThreads.parallel();

    /** So that there are fewer collections, as Go's twin has it. */
    private final byte[] ballast = new byte[BALLAST];

    @Override
    public void run(long ops) throws Exception {
      parallel.run(ops, this::use);
    }

    private long use(Parallel.Share share) {
      var items = new Item[GETS];
      long used = 0;
      while (share.next()) {
        for (int i = 0; i < GETS; i++) {
          items[i] = pool.get();
          var garbage = new byte[GARBAGE];
          garbage[(int) used & 1023] = 1;
          items[i].uses++;
          used += garbage.length / GARBAGE;
          LocalWork.keep(garbage);
        }
        for (int i = 0; i < GETS; i++) {
          pool.put(items[i]);
          items[i] = null;
        }
      }
      return used / GETS;
    }

    @Override
    public void close() {
      LocalWork.keep(ballast);
    }
  }
}
