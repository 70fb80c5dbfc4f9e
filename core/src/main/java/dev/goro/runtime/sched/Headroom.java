package dev.goro.runtime.sched;

/**
 * A look whether the stack has room for a step that must not stop halfway: an overflow in the
 * middle of it would leave a scheduler's lock taken, or a goroutine in no queue.
 *
 * <p>It goes as deep in calls as no such step does, and comes back. That takes some hundred
 * nanoseconds, and so is for steps that take longer.
 */
final class Headroom {
  /** Each takes some 90 bytes of stack when it is compiled, more than twice that before. */
  private static final int CALLS = 128;

  private Headroom() {}

  /** Overflows the stack here, if it has no room. */
  static void check() {
    long _ = descend(CALLS, 1, 2, 3, 4, 5, 6, 7);
  }

  // What is used after the call has to be kept in the frame.
  private static long descend(int calls, long a, long b, long c, long d, long e, long f, long g) {
    return calls == 0
        ? a
        : descend(calls - 1, b, c, d, e, f, g, a + calls) ^ a ^ b ^ c ^ d ^ e ^ f ^ g;
  }
}
