package dev.goro.runtime.sched;

/**
 * To wait for some nanoseconds without a look at anything: apart from the loops that look, so that
 * a model checker can leave it out, which takes a loop without progress for a livelock.
 */
public final class Pause {
  /** How often to pause between two looks at the clock, which take some twenty nanoseconds each. */
  private static final int BETWEEN_LOOKS = 4;

  private Pause() {}

  /** Pauses so many times; each takes from a few nanoseconds to some forty. */
  public static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  /** Pauses for so many nanoseconds, or somewhat longer. */
  public static void spinNanos(int nanos) {
    long start = System.nanoTime();
    do {
      spin(BETWEEN_LOOKS);
    } while (System.nanoTime() - start < nanos);
  }
}
