package programs;

import static dev.goro.Go.go;

import dev.goro.Go;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Loops without end share the Ps. Arguments: how many, and how many milliseconds of CPU time they
 * have on average at least, and all of them some, before the look. Prints Jain's index of fairness
 * of the CPU time that each had, and how many Ms there were at most.
 */
public final class FairLoops {
  /** Between two rounds of a loop that has a CPU less time passes. */
  private static final long OFF_NANOS = 50_000;

  private static final Duration LOOK = Duration.ofMillis(50);

  private static volatile boolean begin;

  private FairLoops() {}

  public static void main(String[] args) throws Exception {
    int loops = Integer.parseInt(args[0]);
    long millis = Long.parseLong(args[1]);
    long[][] done = new long[loops][16]; // far apart, so that none slows down another
    for (int i = 0; i < loops; i++) {
      long[] mine = done[i];
      go(
          () -> {
            while (!begin) {
              Go.gosched();
            }
            long last = System.nanoTime();
            while (true) {
              long now = System.nanoTime();
              if (now - last < OFF_NANOS) {
                mine[0] += now - last;
              }
              last = now;
            }
          });
    }
    begin = true;
    int ms = 0;
    double sum;
    double squares;
    int progress;
    do {
      Go.sleep(LOOK);
      ms = Math.max(ms, ms());
      sum = 0;
      squares = 0;
      progress = 0;
      for (long[] one : done) {
        double n = one[0];
        sum += n;
        squares += n * n;
        progress += n > 0 ? 1 : 0;
      }
    } while (sum < loops * millis * 1e6 || progress < loops);
    System.out.printf(Locale.ROOT, "jain %.3f ms %d%n", sum * sum / (loops * squares), ms);
  }

  private static int ms() throws Exception {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return (int) tasks.filter(FairLoops::isM).count();
    }
  }

  private static boolean isM(Path task) {
    try {
      return Files.readString(task.resolve("comm")).startsWith("goro-M");
    } catch (java.io.IOException e) {
      return false; // it has ended
    }
  }
}
