package dev.goro.conformance.runtime;

/** Recursion that makes a goroutine's stack deep for a moment. */
final class Deep {
  private Deep() {}

  /** Gives {@code depth}, by so many calls, each of whose frames holds live values. */
  static int down(int depth) {
    long a = depth;
    long b = a + 1;
    Object c = depth % 2 == 0 ? "even" : "odd";
    if (depth == 0) {
      return 0;
    }
    int below = down(depth - 1);
    if (a + 1 != b || !c.equals(depth % 2 == 0 ? "even" : "odd")) {
      throw new AssertionError("a frame's values changed");
    }
    return below + 1;
  }
}
