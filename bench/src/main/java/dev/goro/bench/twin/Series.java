package dev.goro.bench.twin;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a process measured of one metric.
 *
 * @param metric the metric's name: {@code time}, one of the parked goroutines', or a counter's
 * @param samples nanoseconds an operation, bytes, or a counter's growth an operation, a value for
 *     each sample
 * @param cpu CPU nanoseconds an operation of the whole process (its collector and compiler too), a
 *     value for each sample; empty for others than times
 */
public record Series(String metric, List<Double> samples, List<Double> cpu) {
  String json() {
    return "{\"metric\":\"%s\",\"samples\":%s,\"cpu\":%s}"
        .formatted(metric, array(samples), array(cpu));
  }

  private static String array(List<Double> values) {
    return values.stream()
        .map(v -> String.format(Locale.ROOT, "%.6f", v))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
