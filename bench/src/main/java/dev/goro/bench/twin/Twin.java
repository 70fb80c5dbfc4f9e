package dev.goro.bench.twin;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A Java twin's process: {@code WARMUP_MS SAMPLE_MS SAMPLES WORKLOAD=SIZE…} in, one JSON line a
 * workload on stdout out. What is measured in earnest has a process of its own.
 *
 * @param works the twin's workloads
 * @param counters reads the runtime's counters, by their names
 */
public record Twin(Works works, Supplier<Map<String, Long>> counters) {
  private static final int OPTIONS = 3;

  /**
   * One whose runtime counts nothing.
   *
   * @param works its workloads
   */
  public Twin(Works works) {
    this(works, Map::of);
  }

  /**
   * Measures workloads, on the calling goroutine or thread.
   *
   * @param args the process's arguments
   * @param procs how many goroutines or threads may run at once, as the runtime itself tells it
   * @param out gets each workload's line
   * @throws Exception what the work threw
   */
  public void measure(String[] args, int procs, Consumer<String> out) throws Exception {
    if (args.length <= OPTIONS) {
      throw new IllegalArgumentException(
          "a twin needs WARMUP_MS SAMPLE_MS SAMPLES WORKLOAD=SIZE…, but got " + List.of(args));
    }
    var sampler =
        new Sampler(
            Long.parseLong(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2]), counters);
    for (String asked : List.of(args).subList(OPTIONS, args.length)) {
      int equals = asked.indexOf('=');
      String workload = asked.substring(0, equals);
      int size = Integer.parseInt(asked.substring(equals + 1));
      out.accept(
          works.series(workload, size, sampler).stream()
              .map(Series::json)
              .collect(
                  Collectors.joining(
                      ",",
                      "{\"workload\":\"%s\",\"procs\":%d,\"series\":[".formatted(workload, procs),
                      "]}")));
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
