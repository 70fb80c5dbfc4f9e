package dev.goro.bench;

import dev.goro.bench.Workload.Metric;
import java.util.List;

/**
 * The suite {@code time}: what the tests of Go's package time measure of timers, by the same names;
 * and what a million pending timers and an exact sleep cost.
 */
final class TimeSuite {
  private static final int MILLION = 1_000_000;

  static final Suite SUITE =
      Suite.of(
          "time",
          "what the tests of Go's package time measure of timers; pending timers, exact sleeps",
          List.of("suite_time.go"),
          timer("AfterFunc1000", "a timer that is due sets the next one; 1,000 timers")
              .alsoOn(Contender.JDK),
          timer("After", "a receive from a timer that is due at once; a timer")
              .alsoOn(Contender.JDK),
          timer("Stop-chan", "a timer with a channel is made and stopped; a timer"),
          timer("Stop-func", "a timer with a task is made and stopped; a timer")
              .alsoOn(Contender.JDK, Contender.KOTLIN),
          timer("SimultaneousAfterFunc1000", "timers that are due at once; 1,000 timers")
              .alsoOn(Contender.JDK),
          timer("StartStop1000", "timers are made and then stopped; 1,000 timers")
              .alsoOn(Contender.JDK),
          timer("Reset-chan", "a timer with a channel is set anew; a reset"),
          timer("Reset-func", "a timer with a task is set anew; a reset"),
          timer("Sleep1000", "goroutines are started and sleep for 1 ns; 1,000 goroutines")
              .alsoOn(Contender.JDK),
          timer("Ticker", "a receive from a ticker that is always due; a tick"),
          timer("TickerReset", "a ticker's period is set; a reset"),
          timer("TickerResetNaive", "a ticker is stopped and another made; a ticker"),
          timer("AdjustTimers10000", "10,000 timers, the last is due first; 10,000 timers"),
          timer("PendingCreateStop", "1,000,000 timers are set; one is stopped and one made")
              .sized(MILLION)
              .alsoOn(Contender.JDK),
          timer("PendingReset", "1,000,000 timers are set; one is set anew").sized(MILLION),
          timer("ParallelTimerLatency", "timers of a goroutine that is busy; how late one fires")
              .measuring(late("late", "ParallelTimerLatency")),
          timer(
                  "StaggeredTickerLatency",
                  "5 tickers a P, whose goroutines compute; how late a tick is")
              .sized(5)
              .measuring(late("late", "StaggeredTickerLatency")),
          timer("SleepAccuracy", "1,000 goroutines sleep for 1 to 5 ms; how late a sleep ends")
              .sized(1_000)
              .alsoOn(Contender.JDK)
              .measuring(late("p50", "SleepAccuracy-p50"), late("p99", "SleepAccuracy-p99")));

  private TimeSuite() {}

  private static Workload timer(String id, String about) {
    return Workload.of(id, Group.TIMERS, about);
  }

  private static Metric late(String name, String row) {
    return new Metric(name, row, "ns", Group.TIMERS);
  }
}
