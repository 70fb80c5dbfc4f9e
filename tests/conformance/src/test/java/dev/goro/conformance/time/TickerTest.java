package dev.goro.conformance.time;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;
import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Parked;
import dev.goro.time.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Tickers. Go: {@code src/time/tick_test.go}, and what {@code src/time/sleep_test.go} says of
 * tickers.
 */
class TickerTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofNanos(1);

  /**
   * Ticks may come late but not early: the first half of the ticks, and the rest at twice the
   * period.
   */
  @EachProcs
  void ticksComeAtTheirPeriodUntilTheTickerIsStopped(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int half = 5;
          var period = Duration.ofMillis(10);
          try (var ticker = new Ticker(period)) {
            long start = System.nanoTime();
            for (int i = 0; i < half; i++) {
              ticker.channel().recv();
            }
            ticker.reset(period.multipliedBy(2));
            for (int i = 0; i < half; i++) {
              ticker.channel().recv();
            }
            ticker.stop();
            long took = System.nanoTime() - start;
            // A late tick may shorten the time to the next one, by less than a period in each half.
            long least = period.multipliedBy(3L * half - 3).toNanos();
            assertTrue(took >= least, () -> "ticks came within " + took + " ns");
            sleep(period.multipliedBy(3));
            assertTrue(ticker.channel().tryRecv().isEmpty(), "it was stopped");
          }
        });
  }

  @EachProcs
  void aTickerIsStoppedAfterItsFirstTick(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 3; i++) {
            try (var ticker = new Ticker(Duration.ofMillis(5))) {
              assertTrue(ticker.channel().receive().ok());
            }
          }
        });
  }

  @Test
  void aPeriodThatIsNotPositiveIsRefused() throws Exception {
    onMain(
        () -> {
          for (Duration period : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
            assertThrows(IllegalArgumentException.class, () -> new Ticker(period));
            try (var ticker = new Ticker(HOUR)) {
              assertThrows(IllegalArgumentException.class, () -> ticker.reset(period));
            }
          }
        });
  }

  @EachProcs
  void aFastTickerTicksWhileCollectionsRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var stop = new AtomicBoolean();
          var collecting = new WaitGroup();
          collecting.go(() -> collectUntil(stop));
          try (var ticker = new Ticker(SHORT)) {
            for (int i = 0; i < 100; i++) {
              ticker.channel().recv();
            }
          }
          stop.set(true);
          collecting.await();
        });
  }

  @EachProcs
  void manyGoroutinesShareAFastTickerWhileCollectionsRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var stop = new AtomicBoolean();
          var collecting = new WaitGroup();
          collecting.go(() -> collectUntil(stop));
          try (var ticker = new Ticker(SHORT)) {
            var all = new WaitGroup();
            for (int i = 0; i < 10; i++) {
              all.go(
                  () -> {
                    for (int j = 0; j < 50; j++) {
                      ticker.channel().recv();
                    }
                  });
            }
            all.await();
          }
          stop.set(true);
          collecting.await();
        });
  }

  private static void collectUntil(AtomicBoolean stop) {
    while (!stop.get()) {
      System.gc();
      sleep(SHORT);
    }
  }

  @EachProcs
  void manySelectsWaitForOneTickerAndForTimeouts(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var ticker = new Ticker(Duration.ofNanos(1_000))) {
            var all = new WaitGroup();
            for (int i = 0; i < 4; i++) {
              all.go(
                  () -> {
                    for (int j = 0; j < 1_000; j++) {
                      select(recv(ticker.channel()), after(Duration.ofMillis(1)));
                    }
                  });
            }
            all.await();
          }
        });
  }

  @EachProcs
  void noStaleTickComesAfterStopAndReset(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var ticker = new Ticker(HOUR)) {
            RecvChan<Instant> channel = ticker.channel();
            ticker.stop();
            assertTrue(channel.tryRecv().isEmpty());
            ticker.reset(HOUR);
            assertTrue(channel.tryRecv().isEmpty());

            ticker.reset(SHORT);
            ticks(channel);
            ticks(channel);
            sleep(Duration.ofMillis(5));
            ticker.reset(HOUR);
            assertTrue(channel.tryRecv().isEmpty(), "ticks of before the reset are gone");

            ticker.reset(SHORT);
            sleep(Duration.ofMillis(5));
            ticker.stop();
            assertTrue(channel.tryRecv().isEmpty(), "ticks of before the stop are gone");
            assertEquals(0, channel.len());
          }
        });
  }

  private static void ticks(RecvChan<Instant> channel) {
    Eventually.that("the ticker ticks", () -> channel.tryRecv().isPresent());
  }

  @EachProcs
  void resetWakesWhoWaitsForTheTicker(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          try (var ticker = new Ticker(HOUR)) {
            var waiting = Parked.in(ticker.channel()::recv);
            ticker.reset(HOUR.multipliedBy(2));
            waiting.assertWaiting();
            ticker.reset(SHORT);
            waiting.awaitEnd();
            ticks(ticker.channel());
            ticker.stop();

            Chan<Boolean> stop = Chan.make();
            var idle =
                Parked.in(
                    () ->
                        select(
                            recv(ticker.channel(), t -> fail("it is stopped")),
                            recv(stop, v -> v)));
            go(stop::close);
            idle.awaitEnd();
          }
        });
  }

  /**
   * The operating system may hold up a tick as long as its reader; so it has some tries, as in Go.
   */
  @EachProcs
  void theTimeIsThatOfTheTickHoweverLateItIsRead(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int tries = 0; tries < 10; tries++) {
            try (var ticker = new Ticker(Duration.ofMillis(1))) {
              sleep(Duration.ofMillis(60));
              Instant beforeReading = Instant.now();
              if (ticker.channel().recv().isBefore(beforeReading)) {
                return;
              }
            }
          }
          fail("each tick told the time of its reading");
        });
  }

  @Test
  void stoppedTickersAreCollected() throws Exception {
    int tickers = 50_000;
    onMain(
        () -> {
          long before = heapInUse();
          for (int i = 0; i < tickers; i++) {
            new Ticker(HOUR).stop();
          }
          Eventually.that(
              "stopped tickers are collected", () -> heapInUse() - before < tickers * 16L);
        });
  }

  /** Nothing holds a ticker that nobody refers to and nobody stopped. */
  @Test
  void forgottenTickersAreCollected() throws Exception {
    int tickers = 50_000;
    onMain(
        () -> {
          long before = heapInUse();
          for (int i = 0; i < tickers; i++) {
            new Ticker(HOUR);
            Ticker.tick(HOUR);
          }
          Eventually.that(
              "forgotten tickers are collected", () -> heapInUse() - before < tickers * 16L);
        });
  }

  @Test
  void tickRefusesAPeriodThatIsNotPositive() {
    assertThrows(IllegalArgumentException.class, () -> Ticker.tick(Duration.ofNanos(-1)));
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
