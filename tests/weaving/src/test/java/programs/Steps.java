package programs;

import dev.goro.Go;

/**
 * A computation to be stepped through: nested loops, one that is left in the middle, a recursion.
 */
public final class Steps {
  private Steps() {}

  /** Runs it on the main goroutine. */
  public static void main(String[] args) throws Exception {
    Go.run(() -> System.out.println(compute(4)));
  }

  static int compute(int n) {
    int sum = 0;
    int i = 0;
    while (true) {
      if (i == n) {
        break;
      }
      for (int k = 0; k < i; k++) {
        sum += depth(k);
      }
      i++;
    }
    do {
      sum--;
    } while (sum > 2);
    return sum;
  }

  static int depth(int n) {
    if (n == 0) {
      return 1;
    }
    return depth(n - 1) + 1;
  }
}
