package dev.goro.runtime.chan;

import dev.goro.runtime.sched.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A waiter in the queue of one channel, with the value that it sends or has received. (Go's name
 * for it.)
 *
 * <p>Guarded by the channel's lock while it is in the queue. Once somebody has taken it out to
 * complete its operation it is that one's until the waiter is woken, and then the waiter's again.
 */
final class Sudog {
  /** Who waits; fixed. */
  final Waiter waiter;

  /** Its place among the cases of a select: at most 65,536, as in Go. */
  char index;

  /**
   * The selection that it is one of several of: whoever takes it out must {@link Waiter#claim} the
   * waiter, and tells the selection which it took. {@code null} outside a select.
   */
  @Nullable Selection selection;

  /** What it sends, or what it was given. */
  @Nullable Object value;

  /** Whether its operation took place; false if the channel was closed instead. */
  boolean success;

  /** Whether it is in a queue. */
  boolean queued;

  @Nullable Sudog prev;
  @Nullable Sudog next;

  Sudog(Waiter waiter) {
    this.waiter = waiter;
  }

  /**
   * The one for a waiter's operations that are not of a select: it waits for one thing at a time.
   */
  static Sudog of(Waiter w) {
    Object kept = w.kept();
    if (kept instanceof Sudog s) {
      return s;
    }
    if (kept instanceof Selection s) {
      return s.single();
    }
    Sudog s = new Sudog(w);
    w.keep(s);
    return s;
  }

  /** Says how the operation ended, and which one it was; before the waiter is woken. */
  void complete(boolean took) {
    success = took;
    if (selection != null) {
      selection.taken = this;
    }
  }
}
