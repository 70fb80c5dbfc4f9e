package dev.goro.runtime.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All goroutines that are not running and not in a run queue, so that dumps and the deadlock
 * detector find them. Go's counterpart is {@code allgs}.
 *
 * <p>A goroutine enters it when it parks for the first time, and leaves it when it ends. One that
 * ends without having parked never pays for it. While it is RUNNABLE or RUNNING for the first time
 * a dump finds it in its queue or on its M.
 *
 * <p>The goroutines are spread over shards by their numbers. A shard is an array without gaps,
 * guarded by its own lock; a goroutine knows its place, so that it is taken out by moving the last
 * one there.
 */
final class Registry {
  private static final int SHARDS = 64;
  private static final Shard[] SHARD = new Shard[SHARDS];

  static {
    Arrays.setAll(SHARD, i -> new Shard());
  }

  private Registry() {}

  private static final class Shard extends SpinLock {
    private Goroutine[] all = new Goroutine[16];
    private int size;

    @Override
    protected Contention contention() {
      return Contention.REGISTRY;
    }
  }

  private static Shard shardOf(Goroutine g) {
    // A guest has no number of its own; its hash is as good.
    long key = g.isGuest() ? System.identityHashCode(g) : g.id();
    return SHARD[(int) key & (SHARDS - 1)];
  }

  /** Adds a goroutine that is not in it. */
  static void add(Goroutine g) {
    Shard shard = shardOf(g);
    shard.lock();
    if (shard.size == shard.all.length) {
      shard.all = Arrays.copyOf(shard.all, shard.size * 2);
    }
    shard.all[shard.size++] = g;
    g.slot = shard.size;
    shard.unlock();
  }

  /** Removes a goroutine, if it is in it. */
  static void remove(Goroutine g) {
    if (g.slot == 0) {
      return; // only the M that runs it adds and removes it
    }
    Shard shard = shardOf(g);
    shard.lock();
    Goroutine last = shard.all[--shard.size];
    shard.all[g.slot - 1] = last;
    last.slot = g.slot;
    g.slot = 0;
    shard.all[shard.size] = null;
    if (shard.size < shard.all.length / 4 && shard.all.length > 16) {
      shard.all = Arrays.copyOf(shard.all, shard.all.length / 2);
    }
    shard.unlock();
  }

  /** A copy of what is in it. */
  static List<Goroutine> snapshot() {
    List<Goroutine> all = new ArrayList<>();
    for (Shard shard : SHARD) {
      Goroutine[] copy;
      shard.lock();
      copy = Arrays.copyOf(shard.all, shard.size);
      shard.unlock();
      all.addAll(Arrays.asList(copy));
    }
    return all;
  }
}
