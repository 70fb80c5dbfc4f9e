package dev.goro.bench.goro;

import dev.goro.Go;
import dev.goro.bench.twin.SleepAccuracy;
import dev.goro.bench.twin.Works;

/**
 * The suite {@code time}: what the tests of Go's package time measure of timers, by the same names;
 * and what a million pending timers and an exact sleep cost.
 */
final class TimeWorks {
  static final Works ALL =
      new Works()
          .add("AfterFunc1000", _ -> new TimersAmongOthers(Timers::afterFuncs))
          .add("After", _ -> new TimersAmongOthers(Timers::after))
          .add("Stop-chan", _ -> new TimersAmongOthers(Timers::stopChan))
          .add("Stop-func", _ -> new TimersAmongOthers(Timers::stopFunc))
          .add("SimultaneousAfterFunc1000", _ -> new TimersAmongOthers(Timers::afterFuncsAtOnce))
          .add("StartStop1000", _ -> new TimersAmongOthers(Timers::startStop))
          .add("Reset-chan", _ -> new TimersAmongOthers(Timers::resetChan))
          .add("Reset-func", _ -> new TimersAmongOthers(Timers::resetFunc))
          .add("Sleep1000", _ -> new TimersAmongOthers(Timers::sleeps))
          .add("Ticker", _ -> new TimersAmongOthers(Timers::ticks))
          .add("TickerReset", _ -> new TimersAmongOthers(Timers::tickerReset))
          .add("TickerResetNaive", _ -> new TimersAmongOthers(Timers::tickerResetNaive))
          .add("AdjustTimers10000", _ -> new TimersAmongOthers(Timers::adjust))
          .add("PendingCreateStop", size -> new PendingTimers(size, PendingTimers::replace))
          .add("PendingReset", size -> new PendingTimers(size, PendingTimers::reset))
          .measure("ParallelTimerLatency", (_, sampler) -> Latencies.timersOfBusy(sampler))
          .measure("StaggeredTickerLatency", Latencies::staggeredTickers)
          .measure("SleepAccuracy", new SleepAccuracy(Goroutines::together, Go::sleep));

  private TimeWorks() {}
}
