package dev.goro.bench.twin;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A Java twin's process: {@code WORKLOAD SIZE WARMUP_MS SAMPLE_MS SAMPLES} in, one JSON line on
 * stdout out.
 *
 * @param works makes each workload's work of a given size
 * @param crowds makes the crowds of the workload {@code parked}
 */
public record Twin(Map<String, IntFunction<Work>> works, Supplier<Crowd> crowds) {
  /**
   * Measures one workload, on the calling goroutine or thread.
   *
   * @param args the process's arguments
   * @param procs how many goroutines or threads may run at once, as the runtime itself tells it
   * @return the line to print
   * @throws Exception what the work threw
   */
  public String measure(String[] args, int procs) throws Exception {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "a twin needs WORKLOAD SIZE WARMUP_MS SAMPLE_MS SAMPLES, but got " + List.of(args));
    }
    String workload = args[0];
    int size = Integer.parseInt(args[1]);
    long warmupMillis = Long.parseLong(args[2]);
    var series =
        workload.equals("parked")
            ? ParkedCost.measure(crowds, size, warmupMillis)
            : List.of(
                sample(
                    workload,
                    size,
                    new Sampler(warmupMillis, Long.parseLong(args[3]), Integer.parseInt(args[4]))));
    return series.stream()
        .map(Series::json)
        .collect(
            Collectors.joining(
                ",",
                "{\"workload\":\"%s\",\"procs\":%d,\"series\":[".formatted(workload, procs),
                "]}"));
  }

  private Series sample(String workload, int size, Sampler sampler) throws Exception {
    var maker = works.get(workload);
    if (maker == null) {
      throw new IllegalArgumentException("this twin has no workload \"" + workload + "\"");
    }
    try (var work = maker.apply(size)) {
      return sampler.measure(work);
    }
  }

  /**
   * Ends the process after a failure: what was measured means nothing then.
   *
   * @param failure what went wrong, on any goroutine or thread
   */
  public static void fail(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
