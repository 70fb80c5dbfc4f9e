package dev.goro.bench.twin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a parked goroutine costs: the bytes that stay after a collection ({@code live}), its share
 * of the process's whole resident memory ({@code resident}), the time to start it ({@code start}),
 * and to wake and end it ({@code wake}).
 */
public final class ParkedCost implements Measurement {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Supplier<Crowd> crowds;

  /**
   * Makes it.
   *
   * @param crowds makes crowds that wait for a gate
   */
  public ParkedCost(Supplier<Crowd> crowds) {
    this.crowds = crowds;
  }

  @Override
  public List<Series> measure(int count, Sampler sampler) throws Exception {
    long before = liveBytes();
    var warmup = sampler.warmup();
    while (!warmup.isOver()) {
      var few = crowds.get();
      few.start(count / 10 + 1);
      few.wake();
    }
    System.gc();

    var crowd = crowds.get();
    var start = timed("start", count, () -> crowd.start(count));
    double live = (double) (liveBytes() - before) / count;
    OptionalLong resident = statusBytes("VmRSS:");
    var wake = timed("wake", count, crowd::wake);

    var all = new ArrayList<>(List.of(bytes("live", live), start, wake));
    resident.ifPresent(r -> all.add(bytes("resident", (double) r / count)));
    return all;
  }

  /** Something that takes its time. */
  interface Step {
    void run() throws Exception;
  }

  static Series timed(String metric, int count, Step step) throws Exception {
    long cpu = Sampler.cpuNanos();
    long before = System.nanoTime();
    step.run();
    long elapsed = System.nanoTime() - before;
    cpu = Sampler.cpuNanos() - cpu;
    return new Series(metric, List.of((double) elapsed / count), List.of((double) cpu / count));
  }

  private static Series bytes(String metric, double value) {
    return new Series(metric, List.of(value), List.of());
  }

  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A line of the process's status in bytes, where the system tells it in {@code /proc}. */
  static OptionalLong statusBytes(String key) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    }
  }
}
