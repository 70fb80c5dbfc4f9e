package dev.goro.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report of the network benchmark as a table, for a terminal or in Markdown. */
final class NetTable {
  /** The columns that hold names. */
  private static final List<Integer> LEFT = List.of(0, 3, 4);

  private final NetReport report;
  private final Grid grid;

  NetTable(NetReport report, List<NetContender> contenders) {
    this.report = report;
    var others = contenders.stream().filter(c -> c != NetContender.GORO).toList();
    var headings = new ArrayList<>(List.of("workload", "connections", "procs", "metric", "unit"));
    contenders.forEach(c -> headings.add(c.id()));
    others.forEach(c -> headings.add("goro : " + c.id()));
    grid =
        new Grid(
            headings,
            LEFT,
            report.results().stream().map(row -> cells(row, contenders, others)).toList());
  }

  private static List<String> cells(
      NetReport.Row row, List<NetContender> contenders, List<NetContender> others) {
    var cells =
        new ArrayList<>(
            List.of(
                row.workload(),
                String.format(Locale.ROOT, "%,d", row.connections()),
                Integer.toString(row.procs()),
                row.metric(),
                row.unit()));
    for (var contender : contenders) {
      Double value = row.median().get(contender.id());
      cells.add(value == null ? Table.ABSENT : Table.number(value));
    }
    others.forEach(c -> cells.add(Table.ratio(row.ratio().get(c.id()))));
    return cells;
  }

  /** The table for a terminal. */
  String text() {
    return grid.text() + "\n" + footer() + "\n";
  }

  /** The table in Markdown. */
  String markdown() {
    return grid.markdown() + "\n" + footer() + "\n";
  }

  private String footer() {
    return String.format(
        Locale.ROOT,
        "%s Medians of %d %s, each %s s after twice %s s of warm-up; ratios: median [least–greatest] of"
            + " the rounds' ratios. Of throughput more is better, of latency and CPU less."
            + " cpu: CPU nanoseconds of the server an operation, all its threads.",
        report.machine().sentence(),
        report.rounds(),
        report.rounds() == 1 ? "round" : "rounds",
        Table.number(report.seconds()),
        Table.number(report.warmupSeconds()));
  }
}
