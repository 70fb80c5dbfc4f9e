package dev.goro.runtime.chan;

import dev.goro.runtime.sched.Waiter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one select needs while it runs. It is kept with its goroutine and used again, and belongs to
 * the selecting thread alone, but for {@link #taken}, which whoever completes one of the operations
 * writes before it wakes the waiter.
 */
final class Selection {
  private static final int ROOM = 4;

  final Waiter waiter;

  /** The cases that may be ready, in the random order in which they are tried. */
  int[] pollOrder = new int[ROOM];

  /** What {@link Sudog#index} can tell; as many as Go allows. */
  private static final int MAX_CASES = 1 << 16;

  /** The cases with a channel, in the order in which their channels are locked. */
  int[] lockOrder = new int[ROOM];

  /** The sudog whose operation took place; {@code null} if the time ran out. */
  @Nullable Sudog taken;

  /** Which case was taken, and whether it received a value. */
  int index;

  boolean ok;

  private @Nullable Object value;
  private long[] orderKeys = new long[ROOM];
  private @Nullable Sudog[] sudogs = new Sudog[ROOM];
  private @Nullable Sudog single;

  private Selection(Waiter waiter) {
    this.waiter = waiter;
  }

  /** The selection of a waiter, with room for so many cases. */
  static Selection of(Waiter w, int cases) {
    Object kept = w.kept();
    Selection s;
    if (kept instanceof Selection known) {
      s = known;
    } else {
      s = new Selection(w);
      s.single = (Sudog) kept;
      w.keep(s);
    }
    if (s.pollOrder.length < cases) {
      if (cases > MAX_CASES) {
        throw new IllegalArgumentException(
            "a select has at most " + MAX_CASES + " cases, not " + cases);
      }
      int n = Math.max(cases, 2 * s.pollOrder.length);
      s.pollOrder = new int[n];
      s.lockOrder = new int[n];
      s.orderKeys = new long[n];
      s.sudogs = Arrays.copyOf(s.sudogs, n);
    }
    return s;
  }

  /** The sudog for operations that are not of a select. */
  Sudog single() {
    if (single == null) {
      single = new Sudog(waiter);
    }
    return single;
  }

  /** The sudog for a case. */
  Sudog sudog(int index) {
    Sudog s = sudogs[index];
    if (s == null) {
      sudogs[index] = s = new Sudog(waiter);
      s.selection = this;
      s.index = (char) index;
    }
    return s;
  }

  /**
   * Fills {@link #lockOrder} from the first of {@link #pollOrder}; returns how many have a channel.
   */
  int sortForLocking(SelectCase<?>[] cases, int tries) {
    int n = 0;
    for (int i = 0; i < tries; i++) {
      int c = pollOrder[i];
      if (cases[c].channel == null) {
        continue;
      }
      long key = cases[c].channel.order();
      int j = n++;
      while (j > 0 && orderKeys[j - 1] > key) {
        orderKeys[j] = orderKeys[j - 1];
        lockOrder[j] = lockOrder[j - 1];
        j--;
      }
      orderKeys[j] = key;
      lockOrder[j] = c;
    }
    return n;
  }

  void took(int index, @Nullable Object value, boolean ok) {
    this.index = index;
    this.value = value;
    this.ok = ok;
  }

  /** The value received; it is forgotten, so that it can be collected. */
  @Nullable Object takeValue() {
    Object v = value;
    value = null;
    return v;
  }
}
