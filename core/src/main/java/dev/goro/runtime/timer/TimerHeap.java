package dev.goro.runtime.timer;

import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one P: a heap with four children to a node, so that it is half as deep as one with
 * two.
 *
 * <p>A timer knows its place, so it is taken out at once when it is stopped: a million of stopped
 * timers leave nothing.
 *
 * <p>Invariants, under the lock: {@code heap[0..size)} is filled, a node is not due before its
 * parent, {@code heap[n.slot-1] == n}; {@link #next} is the time of {@code heap[0]}, or {@link
 * #NONE}. {@code next} is volatile, so that an M sees without the lock whether there is anything to
 * do.
 */
public final class TimerHeap extends SpinLock {
  /** No timer: a time that none can have. */
  public static final long NONE = Long.MIN_VALUE;

  static final int REMOVED = 1;
  static final int ABSENT = 0;
  static final int ELSEWHERE = -1;

  private static final int MIN_ROOM = 16;
  private static final int ARITY = 4;

  private TimerNode[] heap = new TimerNode[MIN_ROOM];
  private int size;
  private volatile long next = NONE;

  /** Where its timers have gone, for good; {@code null} while it is in use. */
  private @Nullable TimerHeap movedTo;

  /** When the first timer is due, or {@link #NONE}. */
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

  void add(TimerNode node, long when) {
    if (when == NONE) {
      when++;
    }
    lock();
    TimerHeap target = movedTo;
    if (target != null) {
      unlock();
      target.add(node, when);
      return;
    }
    node.when = when;
    node.heap = this;
    insert(node);
    boolean first = node.slot == 1;
    unlock();
    if (first) {
      Scheduler.timerAdded(when);
    }
  }

  int remove(TimerNode node) {
    lock();
    try {
      if (node.heap != this) {
        return ELSEWHERE;
      }
      if (node.slot == 0) {
        return ABSENT;
      }
      removeAt(node.slot - 1);
      return REMOVED;
    } finally {
      unlock();
    }
  }

  /** Fires all timers that are due, in the order of their times. */
  public void run(long now) {
    while (true) {
      lock();
      TimerNode first = size == 0 ? null : heap[0];
      if (first == null || first.when - now > 0) {
        unlock();
        return;
      }
      removeAt(0);
      unlock();
      first.fire(now);
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
      target.insert(node);
    }
    target.unlock();
    size = 0;
    heap = new TimerNode[MIN_ROOM];
    next = NONE;
    movedTo = target;
    unlock();
  }

  // ---- under the lock

  private void insert(TimerNode node) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    siftUp(size++, node);
    next = heap[0].when;
  }

  @SuppressWarnings("ReferenceEquality") // nodes have no other equality
  private void removeAt(int i) {
    TimerNode removed = heap[i];
    TimerNode last = heap[--size];
    heap[size] = null;
    if (i != size) {
      siftUp(i, last);
      if (heap[i] == last) {
        siftDown(i, last);
      }
    }
    removed.slot = 0;
    next = size == 0 ? NONE : heap[0].when;
    if (size < heap.length / 4 && heap.length > MIN_ROOM) {
      heap = Arrays.copyOf(heap, heap.length / 2);
    }
  }

  private void siftUp(int i, TimerNode node) {
    while (i > 0) {
      int parent = (i - 1) / ARITY;
      TimerNode above = heap[parent];
      if (above.when - node.when <= 0) {
        break;
      }
      place(i, above);
      i = parent;
    }
    place(i, node);
  }

  private void siftDown(int i, TimerNode node) {
    while (true) {
      int child = i * ARITY + 1;
      if (child >= size) {
        break;
      }
      int least = child;
      int end = Math.min(child + ARITY, size);
      for (int c = child + 1; c < end; c++) {
        if (heap[c].when - heap[least].when < 0) {
          least = c;
        }
      }
      if (node.when - heap[least].when <= 0) {
        break;
      }
      place(i, heap[least]);
      i = least;
    }
    place(i, node);
  }

  private void place(int i, TimerNode node) {
    heap[i] = node;
    node.slot = i + 1;
  }
}
