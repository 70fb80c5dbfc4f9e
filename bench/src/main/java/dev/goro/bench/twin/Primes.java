package dev.goro.bench.twin;

import java.util.BitSet;

/** What a sieve of goroutines must find. */
public final class Primes {
  private Primes() {}

  /**
   * The sum of the primes below a limit.
   *
   * @param limit the limit
   * @return the sum
   */
  public static long sumBelow(int limit) {
    var composite = new BitSet(limit);
    long sum = 0;
    for (int i = composite.nextClearBit(2); i < limit; i = composite.nextClearBit(i + 1)) {
      sum += i;
      for (int multiple = 2 * i; multiple < limit; multiple += i) {
        composite.set(multiple);
      }
    }
    return sum;
  }
}
