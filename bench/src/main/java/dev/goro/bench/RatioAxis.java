package dev.goro.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis of ratios, and the bars on it as SVG. What is drawn is a strip in a table's
 * cell: its places are percentages, so that it takes whatever width there is.
 *
 * @param least where it begins
 * @param greatest where it ends
 */
record RatioAxis(double least, double greatest) {
  private static final List<Double> STEPS = List.of(1.0, 2.0, 5.0);

  /** Something is always to be seen on either side of 1. */
  private static final double AT_LEAST = 2;

  /** An axis that holds ratios, from one of 1, 2, 5, 10, … to another. */
  static RatioAxis of(DoubleStream ratios) {
    var all = ratios.filter(r -> r > 0 && Double.isFinite(r)).summaryStatistics();
    double low = Math.min(all.getCount() == 0 ? 1 : all.getMin(), 1 / AT_LEAST);
    double high = Math.max(all.getCount() == 0 ? 1 : all.getMax(), AT_LEAST);
    var marks = marks(low / 10, high * 10);
    return new RatioAxis(
        marks.stream().filter(m -> m <= low * 1.0001).max(Double::compare).orElseThrow(),
        marks.stream().filter(m -> m >= high * 0.9999).min(Double::compare).orElseThrow());
  }

  /** The numbers 1, 2 and 5 and their products with powers of ten between two others. */
  private static List<Double> marks(double low, double high) {
    var marks = new ArrayList<Double>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (double step : STEPS) {
        // A division keeps 0.1, 0.2 and 0.5 the numbers that are written so.
        double mark = power < 0 ? step / Math.pow(10, -power) : step * Math.pow(10, power);
        if (mark >= low * 0.9999 && mark <= high * 1.0001) {
          marks.add(mark);
        }
      }
    }
    return marks;
  }

  /** Where a ratio stands, from 0 to 100. */
  double place(double ratio) {
    double share = Math.log(ratio / least) / Math.log(greatest / least);
    return Math.clamp(share * 100, 0.0, 100.0);
  }

  /** The axis's marks with their numbers. */
  String scale() {
    var svg = new StringBuilder("<svg class=\"scale\" role=\"presentation\">");
    for (double mark : labelled()) {
      double x = place(mark);
      svg.append(
          "<line x1=\"%1$s%%\" x2=\"%1$s%%\" y1=\"14\" y2=\"18\"/><text x=\"%1$s%%\" y=\"11\" text-anchor=\"%2$s\">%3$s</text>"
              .formatted(number(x), x < 3 ? "start" : x > 97 ? "end" : "middle", plain(mark)));
    }
    return svg.append("</svg>").toString();
  }

  /** All marks on a short axis, powers of ten on a long one. */
  private List<Double> labelled() {
    var all = marks(least, greatest);
    return all.size() <= 7
        ? all
        : all.stream()
            .filter(m -> Math.abs(Math.log10(m) - Math.rint(Math.log10(m))) < 1e-6)
            .toList();
  }

  /**
   * The bar of a ratio: from 1 to its median, with a whisker from the least to the greatest, and a
   * line where its goal is.
   *
   * @param ratio the ratio
   * @param goal what it should not exceed; 0 if there is no goal
   * @param kind the class of its colour
   */
  String bar(Statistics.Ratio ratio, double goal, String kind) {
    double one = place(1);
    double end = place(ratio.median());
    var svg =
        new StringBuilder(
            "<svg class=\"bar %s\" role=\"img\" aria-label=\"%s\">"
                .formatted(kind, Table.ratio(ratio)));
    svg.append(
        "<line class=\"one\" x1=\"%1$s%%\" x2=\"%1$s%%\" y1=\"0\" y2=\"100%%\"/>"
            .formatted(number(one)));
    svg.append(
        "<rect x=\"%s%%\" y=\"25%%\" width=\"%s%%\" height=\"50%%\"/>"
            .formatted(number(Math.min(one, end)), number(Math.max(Math.abs(end - one), 0.3))));
    if (goal > 0) {
      svg.append(
          "<line class=\"goal\" x1=\"%1$s%%\" x2=\"%1$s%%\" y1=\"0\" y2=\"100%%\"/>"
              .formatted(number(place(goal))));
    }
    double from = place(ratio.min());
    double to = place(ratio.max());
    svg.append(
        "<line class=\"whisker\" x1=\"%s%%\" x2=\"%s%%\" y1=\"50%%\" y2=\"50%%\"/>"
            .formatted(number(from), number(to)));
    for (double x : List.of(from, to)) {
      svg.append(
          "<line class=\"whisker\" x1=\"%1$s%%\" x2=\"%1$s%%\" y1=\"35%%\" y2=\"65%%\"/>"
              .formatted(number(x)));
    }
    return svg.append("</svg>").toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A mark's number without zeros that say nothing. */
  private static String plain(double mark) {
    return java.math.BigDecimal.valueOf(mark).stripTrailingZeros().toPlainString();
  }
}
