package dev.goro.lab.bound;

import dev.goro.lab.measure.Effort;
import dev.goro.lab.measure.Usage;
import dev.goro.lab.process.Experiment;
import dev.goro.lab.technique.Tasks;
import dev.goro.lab.technique.Technique;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that only computes: the primes below a limit are counted in pieces, a task for each, by
 * trial division.
 */
public final class Computing implements Experiment {
  static final int LIMIT = 400_000;
  static final int PIECES = 64;

  /** How many primes there are below the limit, a known number. */
  private static final int PRIMES = 33_860;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Made by its name. */
  public Computing() {}

  /**
   * What was measured.
   *
   * @param nanos for each sample the time in which all primes were counted once
   * @param busy for each sample how many CPUs were busy on average
   */
  record Answer(List<Double> nanos, List<Double> busy) {}

  @Override
  public Object run(List<String> args) throws Exception {
    var effort = Effort.of(args.subList(1, args.size()));
    Tasks tasks = Technique.valueOf(args.getFirst()).open();
    return tasks.within(
        () -> {
          Usage.cpuNanos(); // its first call takes long
          repeat(tasks, effort.warmupMillis());
          var nanos = new ArrayList<Double>();
          var busy = new ArrayList<Double>();
          for (int i = 0; i < effort.samples(); i++) {
            long cpu = Usage.cpuNanos();
            long begin = System.nanoTime();
            int times = repeat(tasks, effort.sampleMillis());
            double elapsed = System.nanoTime() - begin;
            nanos.add(elapsed / times);
            busy.add((Usage.cpuNanos() - cpu) / elapsed);
          }
          return new Answer(nanos, busy);
        });
  }

  /** Counts until the time is over; returns how often. */
  private static int repeat(Tasks tasks, long millis) throws Exception {
    long end = System.nanoTime() + millis * NANOS_PER_MILLI;
    int times = 0;
    do {
      var pieces = new ArrayList<Tasks.Started<Integer>>();
      for (int i = 0; i < PIECES; i++) {
        int piece = i;
        pieces.add(tasks.spawn(() -> primes(piece)));
      }
      int sum = 0;
      for (var piece : pieces) {
        sum += piece.await();
      }
      if (sum != PRIMES) {
        throw new IllegalStateException(
            "there are %d primes below %d, but %d were counted".formatted(PRIMES, LIMIT, sum));
      }
      times++;
    } while (System.nanoTime() - end < 0);
    return times;
  }

  /** Counts the primes among every so many-th number, so that the pieces take about as long. */
  private static int primes(int piece) {
    int found = 0;
    for (int n = piece; n < LIMIT; n += PIECES) {
      if (isPrime(n)) {
        found++;
      }
    }
    return found;
  }

  private static boolean isPrime(int n) {
    for (int d = 2; d * d <= n; d++) {
      if (n % d == 0) {
        return false;
      }
    }
    return n > 1;
  }
}
