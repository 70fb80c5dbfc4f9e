package dev.goro.lab.report;

import java.util.List;

/**
 * A table.
 *
 * @param title what it tells
 * @param columns the columns' headings
 * @param rows the rows, each with a cell for each column; the first names the row
 */
public record Table(String title, List<String> columns, List<List<Cell>> rows) {
  /** Checks that each row has a cell for each column. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (var row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "the table \"%s\" has %d columns, but a row of %d cells: %s"
                .formatted(title, columns.size(), row.size(), row));
      }
    }
  }
}
