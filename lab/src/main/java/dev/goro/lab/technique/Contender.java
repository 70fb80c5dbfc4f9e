package dev.goro.lab.technique;

import dev.goro.lab.report.Cell;
import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Words;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A technique with its figures for one work.
 *
 * @param label its name for a reader
 * @param figures what was measured
 * @param spreads where the middle half of the samples of each figure lies
 * @param failure why nothing was; empty otherwise
 */
public record Contender(
    String label, Map<Measure, Figure> figures, Map<Measure, Spread> spreads, String failure) {
  /**
   * Where the middle half of some samples lies.
   *
   * @param from the least sample that is not among the lowest quarter
   * @param to the greatest that is not among the highest quarter
   */
  public record Spread(double from, double to) {
    static Spread of(List<Double> samples) {
      double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int quarter = sorted.length / 4;
      return new Spread(sorted[quarter], sorted[sorted.length - 1 - quarter]);
    }

    boolean isApartFrom(Spread other) {
      return from > other.to || other.from > to;
    }
  }

  /**
   * Makes one of samples.
   *
   * @param label its name for a reader
   * @param sampled the samples of all its processes
   * @param how how they were taken
   * @return the contender
   */
  public static Contender of(String label, Sampled sampled, String how) {
    var figures = new EnumMap<Measure, Figure>(Measure.class);
    var spreads = new EnumMap<Measure, Spread>(Measure.class);
    sampled
        .samples()
        .forEach(
            (measure, values) -> {
              figures.put(measure, Figure.of(values, measure.unit(), how));
              spreads.put(measure, Spread.of(values));
            });
    return new Contender(label, figures, spreads, sampled.failure());
  }

  /**
   * A figure.
   *
   * @param measure of what
   * @return the figure, if it was measured
   */
  public Optional<Figure> figure(Measure measure) {
    return Optional.ofNullable(figures.get(measure));
  }

  /**
   * A cell of a table.
   *
   * @param measure of what
   * @return the figure, or the word for none
   */
  public Cell cell(Measure measure) {
    return figure(measure).<Cell>map(f -> f).orElse(Words.NONE);
  }
}
