package dev.goro.lab.coroutines;

import java.util.ArrayList;
import java.util.List;

/**
 * When one worker ran. It says so after each small step of its work; steps that follow each other
 * at once are one turn. Only the worker touches it until it has ended.
 */
final class Recorder {
  /**
   * Steps that are further apart than this were not of one turn: the worker stood still between.
   */
  private static final long STOOD_STILL_NANOS = 100_000;

  private final List<long[]> turns = new ArrayList<>();

  /** A step began and ended at these times. */
  void step(long from, long to) {
    if (!turns.isEmpty() && from - turns.getLast()[1] < STOOD_STILL_NANOS) {
      turns.getLast()[1] = to;
    } else {
      turns.add(new long[] {from, to});
    }
  }

  List<long[]> turns() {
    return turns;
  }

  /** The longest time between two of its turns. */
  long longestPause() {
    long longest = 0;
    for (int i = 1; i < turns.size(); i++) {
      longest = Math.max(longest, turns.get(i)[0] - turns.get(i - 1)[1]);
    }
    return longest;
  }
}
