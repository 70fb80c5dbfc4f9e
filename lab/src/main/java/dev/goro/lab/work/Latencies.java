package dev.goro.lab.work;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Collects how long operations took; any thread may add. */
final class Latencies {
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLongArray nanos;

  Latencies(int operations) {
    nanos = new AtomicLongArray(operations);
  }

  /** Adds what began at a time of {@link System#nanoTime}, and has ended now. */
  void since(long begin) {
    nanos.set(next.getAndIncrement(), System.nanoTime() - begin);
  }

  /** All of them, when all have been added. */
  long[] all() {
    if (next.get() != nanos.length()) {
      throw new IllegalStateException(
          nanos.length() + " operations were to be done, but were " + next.get());
    }
    long[] all = new long[nanos.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = nanos.get(i);
    }
    return all;
  }
}
