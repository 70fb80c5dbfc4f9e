package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart of points, joined by lines or not.
 *
 * @param title what it shows
 * @param about how to read it
 * @param x the axis to the right
 * @param y the axis upwards
 * @param joined whether lines join the points of a series
 * @param series one a contender
 */
public record Lines(String title, String about, Axis x, Axis y, boolean joined, List<Series> series)
    implements Chart {
  /** Keeps a copy. */
  public Lines {
    series = List.copyOf(series);
  }

  /**
   * The points of one colour.
   *
   * @param name what they stand for
   * @param points the points, from left to right
   */
  public record Series(String name, List<Point> points) {
    /** Keeps a copy. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A point.
   *
   * @param x where it is to the right
   * @param y how high it is
   */
  public record Point(double x, Figure y) {}

  @Override
  public Table table() {
    var columns = new ArrayList<>(List.of(x.name()));
    series.forEach(one -> columns.add(one.name));
    var rows = new ArrayList<List<Cell>>();
    double[] places =
        series.stream()
            .flatMap(s -> s.points.stream())
            .mapToDouble(Point::x)
            .distinct()
            .sorted()
            .toArray();
    for (double place : places) {
      var row = new ArrayList<Cell>(List.of(new Words(x.unit().show(place))));
      for (Series one : series) {
        row.add(
            one.points.stream()
                .filter(p -> p.x == place)
                .findFirst()
                .<Cell>map(Point::y)
                .orElse(Words.NONE));
      }
      rows.add(row);
    }
    return new Table(title, columns, rows);
  }
}
