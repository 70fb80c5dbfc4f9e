package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.Sampler;
import dev.goro.bench.twin.Series;
import dev.goro.bench.twin.WrongResultException;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How late timers and tickers are. */
final class Latencies {
  private static final int SAMPLES = 5;

  private static final long MILLI = 1_000_000;

  private Latencies() {}

  /** What is late, each time. */
  private static final class Late {
    private final long[] nanos;
    private int count;

    Late(int times) {
      nanos = new long[times];
    }

    void add(long late) {
      nanos[count] = Math.max(late, 0);
      count++;
    }

    static long[] all(Late[] parts) {
      for (Late part : parts) {
        WrongResultException.check("times", part.nanos.length, part.count);
      }
      return Arrays.stream(parts).flatMapToLong(part -> Arrays.stream(part.nanos)).toArray();
    }
  }

  private static Late[] late(int parts, int times) {
    var all = new Late[parts];
    Arrays.setAll(all, _ -> new Late(times));
    return all;
  }

  private static List<Series> means(Sampler sampler, Supplier<long[]> sample) {
    var warmup = sampler.warmup();
    while (!warmup.isOver()) {
      var _ = sample.get();
    }
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      means.add(Arrays.stream(sample.get()).average().orElseThrow());
    }
    return List.of(new Series("late", means, List.of()));
  }

  private static void busyFor(long nanos) {
    long end = System.nanoTime() + nanos;
    long left;
    do {
      left = end - System.nanoTime();
    } while (left > 0);
  }

  // ---- timers of a goroutine that is busy

  private static final int BUSY_ROUNDS = 20;

  /**
   * A goroutine sets a timer for each other P and stays busy, so that others have to see to the
   * timers.
   */
  static List<Series> timersOfBusy(Sampler sampler) {
    int others = Math.max(Go.gomaxprocs() - 1, 1);
    return means(sampler, () -> timersOfBusy(others));
  }

  private static long[] timersOfBusy(int others) {
    Late[] late = late(others, BUSY_ROUNDS);
    var delay = Duration.ofNanos(MILLI);
    for (int round = 0; round < BUSY_ROUNDS; round++) {
      var fired = new AtomicInteger();
      var wg = new WaitGroup();
      wg.add(others);
      for (int i = 0; i < others; i++) {
        Late mine = late[i];
        long due = System.nanoTime() + MILLI;
        Timer.afterFunc(
            delay,
            () -> {
              mine.add(System.nanoTime() - due);
              fired.incrementAndGet();
              spinUntil(fired, others);
              wg.done();
            });
      }
      spinUntil(fired, others);
      wg.await();
      busyFor(MILLI);
    }
    return Late.all(late);
  }

  private static void spinUntil(AtomicInteger fired, int all) {
    while (fired.get() < all) {
      Thread.onSpinWait();
    }
  }

  // ---- tickers whose goroutines compute

  private static final int TICKS = 50;
  private static final long PERIOD = 3 * MILLI;
  private static final long BUSY = MILLI * 3 / 10;

  /** Tickers of 3 ms whose goroutines compute for 0.3 ms at each tick; so many for each P. */
  static List<Series> staggeredTickers(int perProc, Sampler sampler) {
    int procs = Go.gomaxprocs();
    return means(sampler, () -> staggeredTickers(procs, perProc));
  }

  private static long[] staggeredTickers(int procs, int perProc) {
    Late[] late = late(procs * perProc, TICKS);
    var wg = new WaitGroup();
    for (Late mine : late) {
      busyFor(PERIOD / procs);
      long first = System.nanoTime() + PERIOD;
      var ticker = new Ticker(Duration.ofNanos(PERIOD));
      wg.go(
          () -> {
            long due = first;
            for (int i = 0; i < TICKS; i++) {
              ticker.channel().recv();
              mine.add(System.nanoTime() - due);
              due += PERIOD;
              busyFor(BUSY);
            }
            ticker.stop();
          });
    }
    wg.await();
    return Late.all(late);
  }
}
