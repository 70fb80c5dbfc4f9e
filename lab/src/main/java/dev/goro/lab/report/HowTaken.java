package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the figures of a section's tables were taken, as notes below each table. What was said once
 * in a section is not said again.
 */
final class HowTaken {
  private final Set<String> said = new HashSet<>();

  /** Where a table has figures that were taken in one way. */
  private static final class Places {
    private final Set<String> rows = new LinkedHashSet<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private int fewest = Integer.MAX_VALUE;
    private int most;

    private void add(String row, String column, int samples) {
      rows.add(row);
      columns.add(column);
      fewest = Math.min(fewest, samples);
      most = Math.max(most, samples);
    }

    /** Names the cell, the rows or the columns, whichever says it; nothing for the whole table. */
    private String named(Places all) {
      if (rows.equals(all.rows) && columns.equals(all.columns)) {
        return "";
      }
      if (rows.size() == 1 && columns.size() == 1) {
        return rows.iterator().next() + ", " + columns.iterator().next() + ": ";
      }
      boolean byRow = rows.size() < all.rows.size() && columns.size() > 1;
      return String.join("; ", byRow ? rows : columns) + ": ";
    }

    private String samples() {
      return most == 1
          ? ""
          : fewest == most
              ? " (%d samples)".formatted(most)
              : " (%d to %d samples)".formatted(fewest, most);
    }
  }

  /** The notes for a table that follows those before it. */
  List<String> below(Table table) {
    var ways = new LinkedHashMap<String, Places>();
    var all = new Places();
    for (var row : table.rows()) {
      String name = row.getFirst().show();
      for (int i = 1; i < row.size(); i++) {
        if (row.get(i) instanceof Figure figure) {
          String column = table.columns().get(i);
          ways.computeIfAbsent(figure.how(), _ -> new Places()).add(name, column, figure.samples());
          all.add(name, column, figure.samples());
        }
      }
    }
    var notes = new ArrayList<String>();
    ways.forEach(
        (how, places) -> {
          if (said.add(how)) {
            notes.add(places.named(all) + how + places.samples());
          }
        });
    return notes;
  }
}
