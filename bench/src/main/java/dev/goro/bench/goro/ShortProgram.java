package dev.goro.bench.goro;

import dev.goro.Chan;
import dev.goro.Go;

/**
 * A short program, whose whole process is timed: a hundred goroutines send their numbers. It is
 * also started by {@code goro run}, from this source: so it needs nothing but Goro.
 */
public final class ShortProgram {
  private static final int GOROUTINES = 100;

  private ShortProgram() {}

  /**
   * Prints the sum of the numbers.
   *
   * @param args none
   * @throws Exception if a goroutine failed
   */
  public static void main(String[] args) throws Exception {
    Go.run(
        () -> {
          Chan<Integer> numbers = Chan.make();
          for (int i = 0; i < GOROUTINES; i++) {
            int me = i;
            Go.go(() -> numbers.send(me));
          }
          int sum = 0;
          for (int i = 0; i < GOROUTINES; i++) {
            sum += numbers.recv();
          }
          System.out.println(sum);
        });
  }
}
