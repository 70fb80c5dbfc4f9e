package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chart of bars: for each category one of each series, as long as the median, with a whisker from
 * the least to the greatest sample.
 *
 * @param title what it shows
 * @param about how to read it
 * @param axis the bars' axis
 * @param categories the groups of bars
 * @param series one a contender
 */
public record Bars(
    String title, String about, Axis axis, List<String> categories, List<Series> series)
    implements Chart {
  /** Checks that each series has a place for each category. */
  public Bars {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
    for (Series one : series) {
      if (one.figures.size() != categories.size()) {
        throw new IllegalArgumentException(
            "the chart \"%s\" has %d categories, but %d figures of %s"
                .formatted(title, categories.size(), one.figures.size(), one.name));
      }
    }
  }

  /**
   * The bars of one colour.
   *
   * @param name what they stand for
   * @param figures one a category; empty where nothing was measured
   */
  public record Series(String name, List<Optional<Figure>> figures) {
    /** Keeps a copy. */
    public Series {
      figures = List.copyOf(figures);
    }
  }

  @Override
  public Table table() {
    var columns = new ArrayList<>(List.of(""));
    series.forEach(one -> columns.add(one.name));
    var rows = new ArrayList<List<Cell>>();
    for (int i = 0; i < categories.size(); i++) {
      var row = new ArrayList<Cell>(List.of(new Words(categories.get(i))));
      for (Series one : series) {
        row.add(one.figures.get(i).<Cell>map(f -> f).orElse(Words.NONE));
      }
      rows.add(row);
    }
    return new Table(title, columns, rows);
  }
}
