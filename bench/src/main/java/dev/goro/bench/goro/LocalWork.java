package dev.goro.bench.goro;

import java.util.concurrent.atomic.AtomicLong;

/** What a goroutine computes between two uses of what it shares with others. */
final class LocalWork {
  private static final int STEPS = 100;

  /** Keeps results alive. */
  private static final AtomicLong CONSUMED = new AtomicLong();

  private static volatile byte[] kept = {};

  private LocalWork() {}

  /** Computes for some hundred cycles what no compiler can do without or in fewer steps. */
  static long compute(long x) {
    for (int i = 0; i < STEPS; i++) {
      x ^= x << 7;
      x ^= x >>> 9;
    }
    return x;
  }

  static void consume(long x) {
    CONSUMED.addAndGet(x);
  }

  /** Has an array made that a compiler might leave out. */
  static void keep(byte[] array) {
    kept = array;
  }

  /** The array that was kept last. */
  static byte[] kept() {
    return kept;
  }
}
