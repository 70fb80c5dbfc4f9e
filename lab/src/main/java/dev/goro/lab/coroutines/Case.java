package dev.goro.lab.coroutines;

/** Who takes turns, and how these end. */
enum Case {
  /** Coroutines, each of which yields after every piece of its work. */
  COROUTINES_YIELD("coroutines that yield", true, false),
  /** Goroutines of one P that never yield, and are preempted. */
  GOROUTINES_PREEMPTED("goroutines that never yield", false, false),
  /** Coroutines, one of which does not yield. */
  ONE_COROUTINE_FORGETS("coroutines, one forgets to yield", true, true),
  /** Goroutines that yield, one of which does not. */
  ONE_GOROUTINE_FORGETS("goroutines, one forgets to yield", false, true);

  private final String label;
  private final boolean coroutines;
  private final boolean oneForgets;

  Case(String label, boolean coroutines, boolean oneForgets) {
    this.label = label;
    this.coroutines = coroutines;
    this.oneForgets = oneForgets;
  }

  String label() {
    return label;
  }

  boolean coroutines() {
    return coroutines;
  }

  /** Whether the one that forgets is there. */
  boolean oneForgets() {
    return oneForgets;
  }

  /** Whether a worker yields after each piece. */
  boolean yields(int worker) {
    return this != GOROUTINES_PREEMPTED && !(oneForgets && worker == Turns.FORGETFUL);
  }
}
