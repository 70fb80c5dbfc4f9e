package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;

import dev.goro.Chan;
import dev.goro.bench.twin.Parallel.Share;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the goroutines of {@link TimersAmongOthers} do. */
final class Timers {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MICROSECOND = Duration.ofNanos(1_000);
  private static final Duration TWO_NANOS = Duration.ofNanos(2);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final int MANY = 1_000;
  private static final int VERY_MANY = 10_000;

  private Timers() {}

  static void nothing() {
    // A timer's task that is never reached.
  }

  /** A timer that is due at once and whose task sets the next one, until none is left. */
  private static final class Row {
    private final Chan<Boolean> end = Chan.make();
    private int left = MANY;

    void next() {
      left--;
      if (left >= 0) {
        Timer.afterFunc(Duration.ZERO, this::next);
      } else {
        end.send(true);
      }
    }
  }

  /** An operation is 1,000 timers, each set by the one before. */
  static long afterFuncs(Share share) {
    long rows = 0;
    while (share.next()) {
      var row = new Row();
      Timer.afterFunc(Duration.ZERO, row::next);
      if (row.end.recv()) {
        rows++;
      }
    }
    return rows;
  }

  /** An operation is a receive from a timer that is due at once. */
  static long after(Share share) {
    long times = 0;
    while (share.next()) {
      if (Timer.after(NANO).recv() != null) {
        times++;
      }
    }
    return times;
  }

  /** An operation is a timer that is made and stopped. */
  static long stopChan(Share share) {
    long stopped = 0;
    while (share.next()) {
      if (new Timer(SECOND).stop()) {
        stopped++;
      }
    }
    return stopped;
  }

  /** The same with a task. */
  static long stopFunc(Share share) {
    long stopped = 0;
    while (share.next()) {
      if (Timer.afterFunc(SECOND, Timers::nothing).stop()) {
        stopped++;
      }
    }
    return stopped;
  }

  /** An operation is 1,000 timers that are due at once, whose tasks are waited for. */
  static long afterFuncsAtOnce(Share share) {
    long mine = 0;
    while (share.next()) {
      var ran = new AtomicLong();
      var wg = new WaitGroup();
      wg.add(MANY);
      for (int i = 0; i < MANY; i++) {
        Timer.afterFunc(
            Duration.ZERO,
            () -> {
              ran.incrementAndGet();
              wg.done();
            });
      }
      wg.await();
      mine += ran.get() / MANY;
    }
    return mine;
  }

  /** An operation makes 1,000 timers and then stops them. */
  static long startStop(Share share) {
    long stopped = 0;
    while (share.next()) {
      var timers = new Timer[MANY];
      for (int i = 0; i < MANY; i++) {
        timers[i] = Timer.afterFunc(HOUR, Timers::nothing);
      }
      for (Timer t : timers) {
        if (t.stop()) {
          stopped++;
        }
      }
    }
    return stopped / MANY;
  }

  /** An operation sets a timer anew. */
  static long resetChan(Share share) {
    return resets(share, new Timer(HOUR));
  }

  /** The same with a task. */
  static long resetFunc(Share share) {
    return resets(share, Timer.afterFunc(HOUR, Timers::nothing));
  }

  private static long resets(Share share, Timer timer) {
    long active = 0;
    while (share.next()) {
      if (timer.reset(HOUR)) {
        active++;
      }
    }
    timer.stop();
    return active;
  }

  /** An operation is 1,000 goroutines that sleep for a nanosecond and are waited for. */
  static long sleeps(Share share) {
    long mine = 0;
    while (share.next()) {
      var slept = new AtomicLong();
      var wg = new WaitGroup();
      wg.add(MANY);
      for (int i = 0; i < MANY; i++) {
        go(
            () -> {
              sleep(NANO);
              slept.incrementAndGet();
              wg.done();
            });
      }
      wg.await();
      mine += slept.get() / MANY;
    }
    return mine;
  }

  /** An operation is a receive from a ticker that is always due. */
  static long ticks(Share share) {
    long ticks = 0;
    try (var ticker = new Ticker(NANO)) {
      var channel = ticker.channel();
      while (share.next()) {
        if (channel.recv() != null) {
          ticks++;
        }
      }
    }
    return ticks;
  }

  /** An operation sets a ticker's period. */
  static long tickerReset(Share share) {
    long mine = 0;
    try (var ticker = new Ticker(NANO)) {
      while (share.next()) {
        ticker.reset(TWO_NANOS);
        mine++;
      }
    }
    return mine;
  }

  /** An operation stops a ticker and makes another. */
  static long tickerResetNaive(Share share) {
    var ticker = new Ticker(NANO);
    long mine = 0;
    while (share.next()) {
      ticker.stop();
      ticker = new Ticker(TWO_NANOS);
      mine++;
    }
    ticker.stop();
    return mine;
  }

  /**
   * An operation makes 10,000 timers, has the last one be the first that is due, sleeps and stops
   * them.
   */
  static long adjust(Share share) {
    long mine = 0;
    while (share.next()) {
      var timers = new Timer[VERY_MANY];
      for (int i = 0; i < VERY_MANY; i++) {
        timers[i] = Timer.afterFunc(HOUR, Timers::nothing);
      }
      Timer last = timers[VERY_MANY - 1];
      last.reset(NANO);
      sleep(MICROSECOND);
      int stopped = 0;
      for (Timer t : timers) {
        if (t.stop() && t != last) {
          stopped++;
        }
      }
      if (stopped == VERY_MANY - 1) {
        mine++;
      }
    }
    return mine;
  }
}
