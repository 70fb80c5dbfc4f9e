package dev.goro.runtime.timer;

import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one P: a heap with four children to a node, so that it is half as deep as one with
 * two. What it is ordered by stands in an array of its own, so that a walk through the heap does
 * not touch the timers.
 *
 * <p>A timer knows its place, so it is taken out at once when it is stopped: a million of stopped
 * timers leave nothing. One that is set anew while it is in the heap, to a later time, stays where
 * it is and is put in its right place when its old time has come: most timeouts are put off again
 * and again, and reach the head of the heap seldom.
 *
 * <p>Where a large part of the heap is due at once, as when a crowd sleeps until one moment, these
 * timers are taken out in one pass over the heap ({@link DueTimers}).
 *
 * <p>Invariants, under the lock: {@code heap[0..size)} is filled, {@code heap[n.slot-1] == n},
 * {@code keys[i] == heap[i].key} is not before its parent's and not after {@code heap[i].when};
 * {@link #next} is {@code keys[0]}, or {@link #NONE}. So {@code next} is at the latest the time of
 * the first timer; whoever comes too early finds nothing due and a new {@code next}. It is
 * volatile, so that an M sees without the lock whether there is anything to do.
 */
public final class TimerHeap extends SpinLock {
  /** No timer: a time that none can have. */
  public static final long NONE = Long.MIN_VALUE;

  static final int REMOVED = 1;
  static final int ABSENT = 0;
  static final int ELSEWHERE = -1;

  private static final int MIN_ROOM = 16;
  private static final int ARITY = 4;

  /** After so many that were due one by one: a look whether all the rest is due. */
  private static final int LOOK_EVERY = 64;

  private static final int SAMPLES = 16;
  private static final int MANY_OF_SAMPLES = 4;

  private TimerNode[] heap = new TimerNode[MIN_ROOM];
  private long[] keys = new long[MIN_ROOM];
  private int size;
  private volatile long next = NONE;

  /** Where its timers have gone, for good; {@code null} while it is in use. */
  private @Nullable TimerHeap movedTo;

  /** When the first timer is due at the earliest, or {@link #NONE}. */
  public long next() {
    return next;
  }

  /** How many timers are set. */
  public int size() {
    lock();
    try {
      return size;
    } finally {
      unlock();
    }
  }

  /**
   * Adds a timer that is in no heap.
   *
   * @param waits whether the caller is about to wait for it
   */
  void add(TimerNode node, long time, boolean waits) {
    long when = orderable(time);
    lock();
    TimerHeap target = movedTo;
    if (target != null) {
      unlock();
      target.add(node, when, waits);
      return;
    }
    node.heap = this;
    insert(node, when);
    boolean first = node.slot == 1;
    unlock();
    if (first) {
      Scheduler.timerAdded(when, waits);
    }
  }

  private static long orderable(long time) {
    return time == NONE ? time + 1 : time;
  }

  int remove(TimerNode node) {
    lock();
    if (node.heap != this) {
      unlock();
      return ELSEWHERE;
    }
    int slot = node.slot;
    if (slot != 0) {
      removeAt(slot - 1);
    }
    unlock();
    return slot == 0 ? ABSENT : REMOVED;
  }

  /**
   * Sets a timer to another time if it is in this heap, or adds it if it is in none and this was
   * its last one. It is first handed over to another heap if it is to be there rather.
   *
   * @param rather the heap to add it to, {@code null} for this one
   * @return {@link #REMOVED} if it was set before, {@link #ABSENT} if it was not, {@link
   *     #ELSEWHERE} if it is not one of this heap's now: nothing was done
   */
  int set(TimerNode node, long time, @Nullable TimerHeap rather) {
    long when = orderable(time);
    lock();
    if (node.heap != this) {
      unlock();
      return ELSEWHERE;
    }
    int slot = node.slot;
    TimerHeap target = movedTo == null ? rather : movedTo;
    if (slot == 0 && target != null && target != this) {
      node.heap = target; // guarded by that one's lock from here on
      unlock();
      return ELSEWHERE;
    }
    boolean first = false;
    if (slot == 0) {
      insert(node, when);
      first = node.slot == 1;
    } else {
      node.when = when;
      if (when - node.key < 0) {
        siftUp(slot - 1, node, when);
        first = node.slot == 1;
        next = keys[0];
      }
    }
    unlock();
    if (first) {
      Scheduler.timerAdded(when, false);
    }
    return slot == 0 ? ABSENT : REMOVED;
  }

  /** Fires all timers that are due, in the order of their times. */
  public void run(long now) {
    for (int fired = 1; ; fired++) {
      TimerNode due;
      DueTimers rest = null;
      lock();
      try {
        due = takeDue(now);
        if (fired % LOOK_EVERY == 0 && manyAreDue(now)) {
          rest = takeAllDue(now);
        }
      } finally {
        unlock(); // there may be no memory for so many
      }
      if (due == null) {
        return;
      }
      due.fire(now);
      if (rest != null) {
        rest.fire(now);
      }
    }
  }

  /** Moves all timers to another heap, for good. */
  public void moveTo(TimerHeap target) {
    TimerNode[] all;
    lock();
    all = Arrays.copyOf(heap, size);
    target.lock(); // in the order of the Ps that go away, to one that stays: no cycle
    for (TimerNode node : all) {
      node.heap = target;
      target.insert(node, node.when);
    }
    target.unlock();
    size = 0;
    heap = new TimerNode[MIN_ROOM];
    keys = new long[MIN_ROOM];
    next = NONE;
    movedTo = target;
    unlock();
  }

  // ---- under the lock

  /** Takes the first timer out if it is due; puts those that were put off in their places. */
  private @Nullable TimerNode takeDue(long now) {
    while (size != 0 && keys[0] - now <= 0) {
      TimerNode first = heap[0];
      if (first.when - now <= 0 && first.when == keys[0]) {
        removeAt(0);
        return first;
      }
      siftDown(0, first, first.when);
      next = keys[0];
    }
    return null;
  }

  /**
   * Whether so many are due that to go through the whole heap costs less than to take them out one
   * by one: tells it by some that are spread over the heap. To be wrong only costs time.
   */
  private boolean manyAreDue(long now) {
    if (size < SAMPLES || !DueTimers.fits(size, now - keys[0])) {
      return false;
    }
    int due = 0;
    for (int i = 0; i < SAMPLES; i++) {
      if (keys[(int) ((long) i * size / SAMPLES)] - now <= 0) {
        due++;
      }
    }
    return due >= MANY_OF_SAMPLES;
  }

  /** Takes all timers out that are due, and makes a heap of the others. */
  private DueTimers takeAllDue(long now) {
    DueTimers due = new DueTimers(size, keys[0]);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      TimerNode node = heap[i];
      long key = keys[i];
      if (key - now <= 0) {
        key = node.when;
      }
      if (key - now <= 0) {
        node.slot = 0;
        due.add(node, key);
      } else {
        place(kept++, node, key);
      }
    }
    Arrays.fill(heap, kept, size, null);
    size = kept;
    for (int i = (kept - 2) / ARITY; kept > 1 && i >= 0; i--) { // parents, the last one first
      siftDown(i, heap[i], keys[i]);
    }
    next = kept == 0 ? NONE : keys[0];
    int room = heap.length;
    while (room > MIN_ROOM && kept < room / 4) {
      room /= 2;
    }
    if (room < heap.length) {
      resize(room);
    }
    return due;
  }

  private void insert(TimerNode node, long when) {
    if (size == heap.length) {
      resize(size * 2);
    }
    node.when = when;
    siftUp(size++, node, when);
    next = keys[0];
  }

  private void removeAt(int i) {
    TimerNode removed = heap[i];
    size--;
    TimerNode last = heap[size];
    long key = keys[size];
    heap[size] = null;
    if (i != size) {
      if (i > 0 && key - keys[(i - 1) / ARITY] < 0) {
        siftUp(i, last, key);
      } else {
        siftDown(i, last, key);
      }
    }
    removed.slot = 0;
    next = size == 0 ? NONE : keys[0];
    if (size < heap.length / 4 && heap.length > MIN_ROOM) {
      resize(heap.length / 2);
    }
  }

  private void resize(int room) {
    heap = Arrays.copyOf(heap, room);
    keys = Arrays.copyOf(keys, room);
  }

  private void siftUp(int from, TimerNode node, long key) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) / ARITY;
      long above = keys[parent];
      if (above - key <= 0) {
        break;
      }
      place(i, heap[parent], above);
      i = parent;
    }
    place(i, node, key);
  }

  private void siftDown(int from, TimerNode node, long key) {
    int i = from;
    while (true) {
      int child = i * ARITY + 1;
      if (child >= size) {
        break;
      }
      int least = child;
      long leastKey = keys[child];
      int end = Math.min(child + ARITY, size);
      for (int c = child + 1; c < end; c++) {
        if (keys[c] - leastKey < 0) {
          least = c;
          leastKey = keys[c];
        }
      }
      if (key - leastKey <= 0) {
        break;
      }
      place(i, heap[least], leastKey);
      i = least;
    }
    place(i, node, key);
  }

  private void place(int i, TimerNode node, long key) {
    heap[i] = node;
    keys[i] = key;
    node.key = key;
    node.slot = i + 1;
  }

  @Override
  protected Contention contention() {
    return Contention.TIMERS;
  }
}
