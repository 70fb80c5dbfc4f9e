package dev.goro.bench.twin;

/** What comes of Fibonacci numbers that are computed by goroutines, and how many those are. */
public final class Fibonacci {
  private Fibonacci() {}

  /**
   * A Fibonacci number.
   *
   * @param n which
   * @return 0, 1, 1, 2, …
   */
  public static long number(int n) {
    long number = 0;
    long next = 1;
    for (int i = 0; i < n; i++) {
      long sum = number + next;
      number = next;
      next = sum;
    }
    return number;
  }

  /**
   * How many forks compute it, if from 2 on each number is a fork and its two summands.
   *
   * @param n which number
   * @return the forks
   */
  public static long forks(int n) {
    return number(n + 1) - 1;
  }
}
