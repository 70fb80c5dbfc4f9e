package dev.goro.lab.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * A value that was measured in this run.
 *
 * @param median the middle of the samples
 * @param least the least of them
 * @param greatest the greatest of them
 * @param samples how many there were
 * @param unit the unit of the three
 * @param how how it was taken
 */
public record Figure(
    double median, double least, double greatest, int samples, Unit unit, String how)
    implements Cell {
  /**
   * The figure of some samples.
   *
   * @param samples the samples, at least one
   * @param unit their unit
   * @param how how they were taken
   * @return the figure
   */
  public static Figure of(Collection<? extends Number> samples, Unit unit, String how) {
    double[] sorted = samples.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a figure needs a sample: " + how);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Figure(median, sorted[0], sorted[sorted.length - 1], sorted.length, unit, how);
  }

  /**
   * The figure of what was measured once, or counted.
   *
   * @param value the value
   * @param unit its unit
   * @param how how it was taken
   * @return the figure
   */
  public static Figure once(double value, Unit unit, String how) {
    return of(Arrays.asList(value), unit, how);
  }

  /**
   * How many times as large as another one it is, by the medians.
   *
   * @param other the other figure, of the same unit
   * @return the quotient of the medians
   */
  public double times(Figure other) {
    if (unit != other.unit) {
      throw new IllegalArgumentException("cannot compare " + unit + " with " + other.unit);
    }
    return median / other.median;
  }

  /** The median, and the least and the greatest where there were several samples. */
  @Override
  public String show() {
    return samples == 1
        ? value()
        : value() + " [" + unit.show(least) + " – " + unit.show(greatest) + "]";
  }

  /**
   * The median alone.
   *
   * @return the number with its unit
   */
  public String value() {
    return unit.show(median);
  }
}
