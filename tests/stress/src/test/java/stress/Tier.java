package stress;

/**
 * How much work a test does: the short tier is for each build, the long one for a change of the
 * core.
 */
final class Tier {
  private static final boolean LONG = Boolean.getBoolean("goro.long");
  private static final int FACTOR = 12;

  private Tier() {}

  /** The amount of work: the number given in the short tier, many times that in the long one. */
  static int work(int amount) {
    return LONG ? amount * FACTOR : amount;
  }
}
