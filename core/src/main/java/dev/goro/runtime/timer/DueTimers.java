package dev.goro.runtime.timer;

import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.Waiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many timers that were due at one moment, taken out of their heap in one go. To take them out one
 * by one costs a walk through the heap each, which for a million is mostly waiting for memory.
 *
 * <p>Filled under the heap's lock, then fired without it by the same thread, in the order of their
 * times; nobody else sees it. To a timer it makes no difference: from the moment when it was taken
 * out it is one that is about to fire.
 *
 * <p>The times are sorted as numbers: the time since the earliest, and below that the place among
 * the timers, in one {@code long}.
 */
final class DueTimers {
  /** So many sleepers are woken in one piece: as many as the Ps share out at once. */
  private static final int WAKE_AT_ONCE = 256;

  private final TimerNode[] nodes;
  private final long[] order;
  private final long earliest;
  private final int placeBits;
  private int count;

  /** For at most so many, none of which is due before the given time. */
  DueTimers(int room, long earliest) {
    nodes = new TimerNode[room];
    order = new long[room];
    this.earliest = earliest;
    placeBits = placeBits(room);
  }

  /** Whether so many timers, of which the last is due so long after the first, can be sorted. */
  static boolean fits(int room, long span) {
    return span >= 0 && span <= Long.MAX_VALUE >> placeBits(room);
  }

  private static int placeBits(int room) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(room);
  }

  void add(TimerNode node, long when) {
    nodes[count] = node;
    order[count] = (when - earliest) << placeBits | count;
    count++;
  }

  /** Fires them all. */
  void fire(long now) {
    Arrays.sort(order, 0, count);
    int placeMask = (1 << placeBits) - 1;
    List<Waiter> sleepers = new ArrayList<>(WAKE_AT_ONCE);
    for (int i = 0; i < count; i++) {
      TimerNode node = nodes[(int) order[i] & placeMask];
      Waiter sleeper = node.sleeper();
      if (sleeper == null) {
        node.fire(now);
        continue;
      }
      sleepers.add(sleeper);
      if (sleepers.size() == WAKE_AT_ONCE) {
        Scheduler.readyAll(sleepers);
        sleepers.clear();
      }
    }
    if (!sleepers.isEmpty()) {
      Scheduler.readyAll(sleepers);
    }
  }
}
