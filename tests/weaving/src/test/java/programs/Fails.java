package programs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Throws from loops, recursions and lambdas, and prints the traces. */
public final class Fails {
  private Fails() {}

  /**
   * Runs the program.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    print(() -> recurse(6));
    print(
        () -> {
          int n = 10;
          while (true) {
            n = 100 / (n - 1) - 10;
          }
        });
    print(() -> List.of(1, 2, 3).forEach(n -> loop(n, List.of(4, 5).iterator())));
  }

  private static void recurse(int n) {
    if (n == 0) {
      throw new IllegalStateException("the end");
    }
    for (int i = 0; i < n; i++) {
      recurse(n - 1);
    }
  }

  private static void loop(int n, Iterator<Integer> numbers) {
    do {
      n += numbers.next();
    } while (n > 0);
  }

  private static void print(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      System.out.println(e);
      Arrays.stream(e.getStackTrace())
          .filter(f -> f.getClassName().startsWith(Fails.class.getName()))
          .forEach(System.out::println);
    }
  }
}
