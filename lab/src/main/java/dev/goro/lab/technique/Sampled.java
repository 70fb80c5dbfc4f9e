package dev.goro.lab.technique;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a process measured of a work under a technique; or why it could not.
 *
 * @param failure why there are no samples, as the rest of a sentence; empty if there are
 * @param samples the samples of each measure
 */
public record Sampled(String failure, Map<Measure, List<Double>> samples) {
  /**
   * What could not be measured.
   *
   * @param failure why
   * @return the answer
   */
  public static Sampled failed(String failure) {
    return new Sampled(failure, Map.of());
  }

  /**
   * No samples yet.
   *
   * @return an answer to which others are added
   */
  public static Sampled none() {
    return new Sampled("", new EnumMap<>(Measure.class));
  }

  /**
   * Adds a sample.
   *
   * @param measure of what
   * @param value its value
   */
  public void add(Measure measure, double value) {
    samples.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value);
  }

  /**
   * Puts what another process measured to what this one did.
   *
   * @param other the other process's samples
   * @return both; the failure if one of them failed
   */
  public Sampled and(Sampled other) {
    if (!failure.isEmpty() || !other.failure.isEmpty()) {
      return failed(failure.isEmpty() ? other.failure : failure);
    }
    var both = none();
    for (Sampled one : List.of(this, other)) {
      one.samples.forEach((measure, values) -> values.forEach(v -> both.add(measure, v)));
    }
    return both;
  }
}
