package dev.goro.bench;

import java.util.Arrays;
import java.util.Optional;

/** What a workload stands for, and how far Goro wants to be below the others there. */
enum Group {
  CREATE("create", 0.5),
  SKYNET("skynet", 0.5),
  BUFFERED("buffered", 0.4),
  BUFFERED_CONTENDED("buffered-contended", 0.7),
  /** The only one with two goals: with a second P, a waiter can spin instead of parking. */
  HAND_OVER("hand-over", 1.0, 0.6),
  SELECT("select", 0.8),
  SYNC("sync", 1.0),
  TIMERS("timers", 0.7),
  MEMORY("memory", 0.25),
  COROUTINE("coroutine", 1.0),
  /** Nothing of the above: only never much slower than Go. */
  OTHER("other", 1.2);

  /** No workload's ratio to Go may be greater than this, whatever its group. */
  static final double LIMIT = 1.2;

  private final String id;
  private final double atOneProc;
  private final double atMore;

  Group(String id, double goal) {
    this(id, goal, goal);
  }

  Group(String id, double atOneProc, double atMore) {
    this.id = id;
    this.atOneProc = atOneProc;
    this.atMore = atMore;
  }

  /** The name in results. */
  String id() {
    return id;
  }

  /** What the ratio of Goro's figure to Go's should not exceed. */
  double goal(int procs) {
    return procs == 1 ? atOneProc : atMore;
  }

  static Optional<Group> find(String id) {
    return Arrays.stream(values()).filter(g -> g.id.equals(id)).findFirst();
  }
}
