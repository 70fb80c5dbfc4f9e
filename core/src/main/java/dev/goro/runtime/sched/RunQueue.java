package dev.goro.runtime.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runnable goroutines of one P: a bounded ring, and before it one slot for the goroutine that
 * should run next.
 *
 * <p>The owner (the M that holds the P) puts at the tail and takes from the head; thieves take from
 * the head. The slot {@code runnext} is put and taken by the owner; thieves may take it too.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>{@code head <= tail <= head + capacity}, counted without wrapping. Only the owner moves
 *       {@code tail}; {@code head} moves only by a compare-and-set, by one or more, and never back.
 *   <li>The slots {@code [head, tail)} hold goroutines, each of them RUNNABLE and in no other
 *       queue.
 *   <li>The owner writes a slot only when it is outside {@code [head, tail)}.
 * </ul>
 *
 * <h2>Why that is enough</h2>
 *
 * The owner stores a slot and then {@code tail} with release; a thief loads {@code tail} with
 * acquire and then the slots: it sees what they held when they were published. It takes them by its
 * compare-and-set on {@code head}. If that succeeds, nobody else has taken them, and the owner
 * cannot have written them again, since they were inside {@code [head, tail)} all the time. If it
 * fails, what it read is thrown away. The owner loads {@code head} with acquire before it reuses a
 * slot: what a thief did with the slot came before.
 *
 * <p>Go's counterpart is {@code runqput}, {@code runqget} and {@code runqgrab}. The capacity is a
 * parameter so that a model checker meets every edge with a ring of four.
 */
final class RunQueue {
  static final int CAPACITY = 256;

  private static final VarHandle HEAD;
  private static final VarHandle TAIL;
  private static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(RunQueue.class, "head", int.class);
      TAIL = lookup.findVarHandle(RunQueue.class, "tail", int.class);
      NEXT = lookup.findVarHandle(RunQueue.class, "runnext", Goroutine.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Goroutine[] ring;
  private final int mask;
  private volatile @Nullable Goroutine runnext;
  private volatile int head;
  private volatile int tail;

  /** A queue of a capacity that is a power of two. */
  RunQueue(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "a run queue's capacity must be a power of two, not " + capacity);
    }
    ring = new Goroutine[capacity];
    mask = capacity - 1;
  }

  // ---- the owner's

  /**
   * Puts a goroutine where it runs next; returns the one that stood there, which the owner puts at
   * the tail. Only the owner puts one there, so that an empty slot stays empty until it does, and
   * needs no compare-and-set; the caller has a fence of its own where it needs one.
   */
  @Nullable Goroutine swapNext(Goroutine g) {
    if (runnext == null) {
      NEXT.setRelease(this, g);
      return null;
    }
    return (Goroutine) NEXT.getAndSet(this, g);
  }

  /** Takes the goroutine that should run next. */
  @Nullable Goroutine takeNext() {
    Goroutine next = runnext;
    return next != null && NEXT.compareAndSet(this, next, null) ? next : null;
  }

  /** Puts a goroutine at the tail; false if the ring is full. */
  boolean offer(Goroutine g) {
    int h = (int) HEAD.getAcquire(this);
    int t = (int) TAIL.get(this); // only the owner writes it
    if (t - h >= ring.length) {
      return false;
    }
    ring[t & mask] = g;
    TAIL.setRelease(this, t + 1);
    return true;
  }

  /** Takes the goroutine at the head. */
  @Nullable Goroutine poll() {
    while (true) {
      int h = (int) HEAD.getAcquire(this);
      int t = (int) TAIL.get(this);
      if (t == h) {
        return null;
      }
      Goroutine g = ring[h & mask];
      if (HEAD.compareAndSet(this, h, h + 1)) {
        ring[h & mask] = null; // outside [head, tail) now, so the owner's own
        return g;
      }
      Contention.RUN_QUEUE.count();
    }
  }

  /**
   * Takes half of the ring, as a list linked by {@link Goroutine#schedlink}; adds how many it took
   * to a count.
   */
  @Nullable Goroutine pollHalf(int[] taken) {
    while (true) {
      int h = (int) HEAD.getAcquire(this);
      int t = (int) TAIL.get(this);
      int n = (t - h) / 2;
      if (n == 0) {
        return null;
      }
      Goroutine[] batch = new Goroutine[n];
      for (int i = 0; i < n; i++) {
        batch[i] = ring[(h + i) & mask];
      }
      if (HEAD.compareAndSet(this, h, h + n)) {
        for (int i = 0; i < n - 1; i++) {
          batch[i].schedlink = batch[i + 1];
        }
        batch[n - 1].schedlink = null;
        taken[0] += n;
        return batch[0];
      }
      Contention.RUN_QUEUE.count();
    }
  }

  // ---- anybody's

  /**
   * Whether there is nothing in it; exact only for a moment, and never wrong about what was put
   * before the call.
   */
  boolean isEmpty() {
    // A goroutine kicked out of runnext goes to the tail: look at the slot before and after, so
    // that it is not missed.
    while (true) {
      int h = head;
      int t = tail;
      Goroutine next = runnext;
      if (t == tail) {
        return h == t && next == null;
      }
    }
  }

  /**
   * As {@link #isEmpty}, without the slot: nothing that was put in the ring before the call is
   * missed.
   */
  boolean ringIsEmpty() {
    int h = head;
    return tail == h;
  }

  /** How many stand in the ring. */
  int size() {
    while (true) {
      int h = head;
      int t = tail;
      if (h == head) {
        return t - h + (runnext == null ? 0 : 1);
      }
    }
  }

  /**
   * Adds what stands in it to a list, for a dump: some may be gone or missing by the time the list
   * is looked at.
   */
  void peekInto(List<Goroutine> list) {
    Goroutine next = runnext;
    if (next != null) {
      list.add(next);
    }
    int h = (int) HEAD.getAcquire(this);
    int t = (int) TAIL.getAcquire(this);
    for (int i = h; i - t < 0; i++) {
      Goroutine g = ring[i & mask];
      if (g != null) {
        list.add(g);
      }
    }
  }

  /** Takes the goroutine that should run next, as a thief. */
  @Nullable Goroutine stealNext() {
    return takeNext();
  }

  /**
   * Takes half of the ring's goroutines, at least one, puts all but one of them in the thief's own
   * queue, and returns that one.
   */
  @Nullable Goroutine stealInto(RunQueue thief) {
    while (true) {
      int h = (int) HEAD.getAcquire(this);
      int t = (int) TAIL.getAcquire(this);
      int n = t - h;
      n -= n / 2;
      if (n <= 0) {
        return null;
      }
      if (n > ring.length / 2) {
        continue; // head and tail were not read at one moment
      }
      int thiefTail = (int) TAIL.get(thief);
      int room = thief.ring.length - (thiefTail - (int) HEAD.getAcquire(thief));
      n = Math.min(n, room + 1);
      for (int i = 0; i < n - 1; i++) {
        thief.ring[(thiefTail + i) & thief.mask] = ring[(h + i) & mask];
      }
      Goroutine last = ring[(h + n - 1) & mask];
      if (HEAD.compareAndSet(this, h, h + n)) {
        if (n > 1) {
          TAIL.setRelease(thief, thiefTail + n - 1);
        }
        return last;
      }
      Contention.RUN_QUEUE.count();
    }
  }

  /** Takes one goroutine from the ring or the slot, whoever calls. */
  @Nullable Goroutine stealOne() {
    while (true) {
      int h = (int) HEAD.getAcquire(this);
      int t = (int) TAIL.getAcquire(this);
      if (t - h <= 0) {
        return stealNext();
      }
      Goroutine g = ring[h & mask];
      if (HEAD.compareAndSet(this, h, h + 1)) {
        return g;
      }
      Contention.RUN_QUEUE.count();
    }
  }
}
