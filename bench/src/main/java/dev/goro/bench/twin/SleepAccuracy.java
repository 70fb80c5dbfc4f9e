package dev.goro.bench.twin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Goroutines, or threads, sleep again and again for one to five milliseconds. How late the middle
 * one of all sleeps ends, and the 99th of a hundred.
 *
 * @param team starts them and waits for them
 * @param sleep how one sleeps
 */
public record SleepAccuracy(Parallel.Team team, Sleep sleep) implements Measurement {
  private static final int SAMPLES = 5;

  /** Samples that come first and do not count. */
  private static final int WARMUP = 2;

  private static final int SLEEPS = 100;
  private static final long MILLI = 1_000_000;

  /** How one sleeps. */
  @FunctionalInterface
  public interface Sleep {
    /**
     * Sleeps.
     *
     * @param time how long
     * @throws InterruptedException if it was interrupted
     */
    void sleep(Duration time) throws InterruptedException;
  }

  @Override
  public List<Series> measure(int sleepers, Sampler sampler) throws Exception {
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    for (int i = 0; i < WARMUP + SAMPLES; i++) {
      var late = new long[sleepers][SLEEPS];
      team.run(sleepers, me -> sleepOften(late[me], new SplittableRandom(me)));
      long[] all = Arrays.stream(late).flatMapToLong(Arrays::stream).sorted().toArray();
      if (i >= WARMUP) {
        p50.add((double) all[(int) (0.5 * (all.length - 1))]);
        p99.add((double) all[(int) (0.99 * (all.length - 1))]);
      }
    }
    return List.of(new Series("p50", p50, List.of()), new Series("p99", p99, List.of()));
  }

  private void sleepOften(long[] late, SplittableRandom random) throws InterruptedException {
    for (int i = 0; i < SLEEPS; i++) {
      long nanos = MILLI + random.nextLong(4 * MILLI);
      long before = System.nanoTime();
      sleep.sleep(Duration.ofNanos(nanos));
      long slept = System.nanoTime() - before;
      if (slept < nanos) {
        throw new WrongResultException("a sleep of " + nanos + " ns took " + slept);
      }
      late[i] = slept - nanos;
    }
  }
}
