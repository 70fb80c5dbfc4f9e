package dev.goro.bench.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a crowd costs that waits, a goroutine: the time to start it ({@code start}), its share of
 * the process's resident memory when all wait ({@code resident}) and of the most that the process
 * had so far ({@code peak}), the time to wake and end it ({@code wake}); and of all of that the sum
 * of the collector's pauses ({@code pauses}) and the longest of them ({@code longest}), in
 * milliseconds. Nothing is collected by force while they wait: what was given away on the way
 * counts.
 */
public final class CrowdCost implements Measurement {
  /** Warms up with crowds of at most so many: the JIT compiler needs no more. */
  private static final int WARMUP_CROWD = 20_000;

  private final Supplier<? extends GatedCrowd> crowds;

  /**
   * Makes it.
   *
   * @param crowds makes crowds
   */
  public CrowdCost(Supplier<? extends GatedCrowd> crowds) {
    this.crowds = crowds;
  }

  @Override
  public List<Series> measure(int count, Sampler sampler) throws Exception {
    var warmup = sampler.warmup();
    int few = Math.min(count / 10 + 1, WARMUP_CROWD);
    while (!warmup.isOver()) {
      var crowd = crowds.get();
      crowd.start(few);
      crowd.settle();
      crowd.wake();
    }
    System.gc();

    var pauses = Pauses.watch();
    var crowd = crowds.get();
    var start = ParkedCost.timed("start", count, () -> crowd.start(count));
    OptionalLong resident = ParkedCost.statusBytes("VmRSS:");
    crowd.settle();
    var wake = ParkedCost.timed("wake", count, crowd::wake);
    var all = new ArrayList<>(List.of(start, wake));
    resident.ifPresent(bytes -> all.add(figure("resident", (double) bytes / count)));
    ParkedCost.statusBytes("VmHWM:")
        .ifPresent(bytes -> all.add(figure("peak", (double) bytes / count)));
    all.add(figure("pauses", pauses.total()));
    all.add(figure("longest", pauses.longest()));
    return all;
  }

  private static Series figure(String metric, double value) {
    return new Series(metric, List.of(value), List.of());
  }
}
