package dev.goro.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The figures that are made of samples. */
final class Statistics {
  private Statistics() {}

  /**
   * The middle value; between the two middle ones where their number is even.
   *
   * @param values the values, at least one
   */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median of no values");
    }
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * How two contenders compare: each round's two processes ran one after the other, so each round
   * gives one ratio.
   *
   * @param median the ratios' median
   * @param min the least of them
   * @param max the greatest of them
   */
  record Ratio(double median, double min, double max) {
    /**
     * The ratios of values that belong together by their place.
     *
     * @param mine the numerators, one a round
     * @param theirs the denominators, one a round
     */
    static Ratio ofPairs(List<Double> mine, List<Double> theirs) {
      if (mine.size() != theirs.size()) {
        throw new IllegalArgumentException(
            "each round must have both values, but there are "
                + mine.size()
                + " and "
                + theirs.size());
      }
      var ratios =
          IntStream.range(0, mine.size()).mapToObj(i -> mine.get(i) / theirs.get(i)).toList();
      return new Ratio(
          Statistics.median(ratios),
          ratios.stream().min(Double::compare).orElseThrow(),
          ratios.stream().max(Double::compare).orElseThrow());
    }
  }
}
