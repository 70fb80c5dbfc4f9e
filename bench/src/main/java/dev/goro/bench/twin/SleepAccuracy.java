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
    var warmup = sampler.warmup();
    while (!warmup.isOver()) {
      var _ = sample(sleepers);
    }
    for (int i = 0; i < SAMPLES; i++) {
      long[] late = sample(sleepers);
      p50.add((double) late[(int) (0.5 * (late.length - 1))]);
      p99.add((double) late[(int) (0.99 * (late.length - 1))]);
    }
    return List.of(new Series("p50", p50, List.of()), new Series("p99", p99, List.of()));
  }

  /** How late each sleep of all ended, the least late first. */
  private long[] sample(int sleepers) throws Exception {
    var late = new long[sleepers][SLEEPS];
    team.run(sleepers, me -> sleepOften(late[me], new SplittableRandom(me)));
    return Arrays.stream(late).flatMapToLong(Arrays::stream).sorted().toArray();
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
