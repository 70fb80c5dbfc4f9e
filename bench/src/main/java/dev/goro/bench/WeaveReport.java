package dev.goro.bench;

import dev.goro.bench.Statistics.Ratio;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What polls cost.
 *
 * @param machine where and with what it ran
 * @param rounds how many rounds
 * @param results a row for each computation and number of procs
 * @param geometricMean of the rows' ratios
 * @param geometricMeanOfLeast of the ratios of the least values
 */
record WeaveReport(
    Machine machine,
    int rounds,
    List<Row> results,
    double geometricMean,
    double geometricMeanOfLeast) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final double NANOS_A_MILLI = 1e6;

  /**
   * A computation, woven and not; nanoseconds, of each process the least of its samples.
   *
   * @param kernel the computation
   * @param procs GOMAXPROCS
   * @param plain each round's value without polls
   * @param woven each round's value with polls
   * @param ratio the rounds' ratios
   * @param least the least woven value of all rounds by the least plain one: where the machine has
   *     other work it tells more
   */
  record Row(
      String kernel, int procs, List<Double> plain, List<Double> woven, Ratio ratio, double least) {
    static Row of(String kernel, int procs, List<Double> plain, List<Double> woven) {
      return new Row(
          kernel,
          procs,
          List.copyOf(plain),
          List.copyOf(woven),
          Ratio.ofPairs(woven, plain),
          Collections.min(woven) / Collections.min(plain));
    }
  }

  static WeaveReport of(Machine machine, int rounds, List<Row> results) {
    return new WeaveReport(
        machine,
        rounds,
        results,
        geometricMean(results, row -> row.ratio().median()),
        geometricMean(results, Row::least));
  }

  private static double geometricMean(List<Row> rows, ToDoubleFunction<Row> ratio) {
    return Math.exp(
        rows.stream().mapToDouble(r -> Math.log(ratio.applyAsDouble(r))).average().orElseThrow());
  }

  String json() {
    return MAPPER.writeValueAsString(this) + "\n";
  }

  String text() {
    return grid().text() + "\n" + footer() + "\n";
  }

  String markdown() {
    return grid().markdown() + "\n" + footer() + "\n";
  }

  private Grid grid() {
    var rows = new ArrayList<List<String>>();
    for (Row row : results) {
      rows.add(
          List.of(
              row.kernel(),
              Integer.toString(row.procs()),
              Table.number(Statistics.median(row.plain()) / NANOS_A_MILLI),
              Table.number(Statistics.median(row.woven()) / NANOS_A_MILLI),
              Table.ratio(row.ratio()),
              String.format(Locale.ROOT, "%.3f", row.least())));
    }
    rows.add(
        List.of(
            "geometric mean",
            "",
            "",
            "",
            String.format(Locale.ROOT, "%.3f", geometricMean),
            String.format(Locale.ROOT, "%.3f", geometricMeanOfLeast)));
    return new Grid(
        List.of("kernel", "procs", "plain ms", "woven ms", "ratio", "least ratio"),
        List.of(0),
        rows);
  }

  private String footer() {
    return machine.sentence()
        + " CPU time of the Ms, of each process its least sample; medians of "
        + rounds
        + (rounds == 1 ? " round" : " rounds")
        + ", in each of which the two processes run one after the other; ratio: median"
        + " [least–greatest] of the rounds' ratios, above 1 the polls cost; least ratio: the least of"
        + " all woven samples by the least of all others.";
  }
}
