package programs;

import dev.goro.Go;
import dev.goro.coroutine.Generator;
import dev.goro.runtime.jdk.HeldMonitors;

/** A generator to be stepped through; says whether its body runs on top of the loop that asks. */
public final class Yields {
  private Yields() {}

  /** Runs it on the main goroutine. */
  public static void main(String[] args) throws Exception {
    Go.run(
        () -> {
          int sum = sum(Generator.of(self -> squares(self, 4)));
          System.out.println(sum + (HeldMonitors.KNOWN ? " on top" : " in turn"));
        });
  }

  static int sum(Generator<Integer> numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  static void squares(Generator.Self<Integer> self, int count) {
    for (int i = 1; i <= count; i++) {
      int square = i * i;
      self.yield(square);
    }
  }
}
