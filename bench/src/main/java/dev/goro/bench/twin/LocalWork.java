package dev.goro.bench.twin;

import java.util.concurrent.atomic.AtomicLong;

/** What a goroutine or thread computes between two uses of what it shares with others. */
public final class LocalWork {
  private static final int STEPS = 100;

  /** Keeps results alive. */
  private static final AtomicLong CONSUMED = new AtomicLong();

  private static volatile byte[] kept = {};

  private LocalWork() {}

  /**
   * Computes for some hundred cycles what no compiler can do without or in fewer steps.
   *
   * @param x where it starts
   * @return what came of it
   */
  public static long compute(long x) {
    for (int i = 0; i < STEPS; i++) {
      x ^= x << 7;
      x ^= x >>> 9;
    }
    return x;
  }

  /**
   * Keeps a result alive.
   *
   * @param x the result
   */
  public static void consume(long x) {
    CONSUMED.addAndGet(x);
  }

  /**
   * Has an array made that a compiler might leave out.
   *
   * @param array the array
   */
  public static void keep(byte[] array) {
    kept = array;
  }

  /**
   * The array that was kept last.
   *
   * @return that array
   */
  public static byte[] kept() {
    return kept;
  }

  /**
   * Computes for so long.
   *
   * @param micros how many microseconds
   */
  public static void computeFor(int micros) {
    long end = System.nanoTime() + micros * 1_000L;
    long left;
    do {
      left = end - System.nanoTime();
    } while (left > 0);
  }
}
