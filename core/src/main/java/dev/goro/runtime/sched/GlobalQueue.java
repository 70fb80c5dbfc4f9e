package dev.goro.runtime.sched;

import org.jspecify.annotations.Nullable;

/**
 * The queue that all Ps share: goroutines linked through their own fields, first in, first out.
 * Guarded by the scheduler's lock, but for {@link #size}, which anybody may read.
 */
@SuppressWarnings(
    "NonAtomicVolatileUpdate") // the counts are written under the lock, and read without
final class GlobalQueue {
  private @Nullable Goroutine head;
  private @Nullable Goroutine tail;
  private volatile int size;

  /** How many stand in it. */
  int size() {
    return size;
  }

  void push(Goroutine g) {
    g.schedlink = null;
    append(g, g, 1);
  }

  /** Puts a list, linked by {@code schedlink}, at the tail. */
  void append(Goroutine first, Goroutine last, int count) {
    if (tail == null) {
      head = first;
    } else {
      tail.schedlink = first;
    }
    tail = last;
    size += count;
  }

  @Nullable Goroutine poll() {
    Goroutine g = head;
    if (g != null) {
      head = g.schedlink;
      if (head == null) {
        tail = null;
      }
      g.schedlink = null;
      size--;
    }
    return g;
  }

  /** The goroutine at the head; the rest follows by {@code schedlink}. */
  @Nullable Goroutine peek() {
    return head;
  }
}
