package dev.goro.runtime.sched;

/**
 * The queue that all Ps share: goroutines linked through their own fields, first in, first out. Guarded by the
 * scheduler's lock, but for {@link #size}, which anybody may read.
 */
final class GlobalQueue {
  private Goroutine head;
  private Goroutine tail;
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

  Goroutine poll() {
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
  Goroutine peek() {
    return head;
  }
}
