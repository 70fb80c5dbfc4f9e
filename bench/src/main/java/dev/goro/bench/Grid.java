package dev.goro.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * Cells in rows and columns, set for a terminal or in Markdown.
 *
 * @param headings the columns' headings
 * @param left the columns that hold names; the others hold numbers and stand to the right
 * @param rows the rows, a cell for each heading
 */
record Grid(List<String> headings, List<Integer> left, List<List<String>> rows) {
  /** The cells for a terminal. */
  String text() {
    var all = new ArrayList<List<String>>();
    all.add(headings);
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, headings.size())
            .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    var text = new StringBuilder();
    for (var row : all) {
      var line = new StringJoiner("  ");
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        line.add(left.contains(c) ? row.get(c) + pad : pad + row.get(c));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The cells in Markdown. */
  String markdown() {
    var text = new StringBuilder();
    text.append(markdownLine(headings));
    text.append(
        markdownLine(
            IntStream.range(0, headings.size())
                .mapToObj(c -> left.contains(c) ? ":--" : "--:")
                .toList()));
    rows.forEach(row -> text.append(markdownLine(row)));
    return text.toString();
  }

  private static String markdownLine(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
