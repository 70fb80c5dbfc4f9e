package dev.goro.bench.twin;

/**
 * Arithmetic that stands for what a goroutine does between two channel operations. It works on a
 * zero that no compiler knows to be one, so that it can neither be left out nor done beforehand,
 * and gives zero again.
 */
public final class Labour {
  private static volatile long zero;

  private Labour() {}

  /**
   * What to work on.
   *
   * @return zero
   */
  public static long start() {
    return zero;
  }

  /**
   * Divides.
   *
   * @param value what {@link #start} gave, or labour since
   * @param times how often
   * @return zero
   */
  public static long divide(long value, int times) {
    long foo = value;
    for (int i = 0; i < times; i++) {
      foo /= foo + 1;
    }
    return foo;
  }

  /**
   * Doubles and halves.
   *
   * @param value what {@link #start} gave, or labour since
   * @param times how often
   * @return zero
   */
  public static long halve(long value, int times) {
    long foo = value;
    for (int i = 0; i < times; i++) {
      foo *= 2;
      foo /= 2;
    }
    return foo;
  }
}
