package dev.goro.bench;

import dev.goro.bench.NetReport.Subject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;

/**
 * Takes the contenders' servers in turns: for each subject, round after round, a fresh process of
 * each contender's server with a fresh client, one after the other.
 */
final class NetBenchmark {
  private final JavaCommand java;
  private final String goServer;
  private final NetLoad load;
  private final List<NetContender> contenders;
  private final PrintWriter progress;

  /**
   * Makes one.
   *
   * @param java how JVMs are started
   * @param goServer the Go servers' executable
   * @param load the client
   * @param contenders whose servers are measured
   * @param progress where a line for each round goes
   */
  NetBenchmark(
      JavaCommand java,
      String goServer,
      NetLoad load,
      List<NetContender> contenders,
      PrintWriter progress) {
    this.java = java;
    this.goServer = goServer;
    this.load = load;
    this.contenders = contenders;
    this.progress = progress;
  }

  /** Measures each subject so many rounds. */
  List<NetReport.Row> run(List<Subject> subjects, int rounds) {
    var rows = new ArrayList<NetReport.Row>();
    int all = subjects.size() * rounds;
    int done = 0;
    for (var subject : subjects) {
      var results = new EnumMap<NetContender, List<NetLoad.Found>>(NetContender.class);
      for (int round = 1; round <= rounds; round++) {
        var figures = new ArrayList<String>();
        for (var contender : contenders) {
          if (contender.has(subject.workload())) {
            var found = measure(contender, subject);
            results.computeIfAbsent(contender, _ -> new ArrayList<>()).add(found);
            figures.add(figures(contender, found.client()));
          }
        }
        done++;
        progress.printf(
            Locale.ROOT, "[%d/%d] %s: %s%n", done, all, subject, String.join("; ", figures));
        progress.flush();
      }
      rows.addAll(NetReport.rows(subject, results));
    }
    return rows;
  }

  private static String figures(NetContender contender, NetLoad.Report report) {
    String figures =
        "%s %s/s, p99 %s µs"
            .formatted(
                contender.id(), Table.number(report.throughput()), Table.number(report.p99()));
    return report.starved() == 0
        ? figures
        : figures + String.format(Locale.ROOT, ", %,d starved", report.starved());
  }

  /** One server, driven by one client. */
  NetLoad.Found measure(NetContender contender, Subject subject) {
    String name = "the %s server (%s)".formatted(contender.id(), subject);
    var command = contender.command(java, goServer, subject.workload(), subject.procs());
    try (var server = NetServer.start(name, command, Commands.environment(subject.procs()))) {
      if (server.procs() != contender.procs(subject.procs())) {
        server.kill();
        throw new BenchException(name + " runs at " + server.procs() + " procs");
      }
      NetLoad.Found found;
      try {
        found = load.drive(server, subject.workload(), subject.connections());
      } catch (BenchException e) {
        throw new BenchException(
            "%s: %s%nThe server wrote:%n%s".formatted(name, e.getMessage(), server.kill()), e);
      }
      return found;
    }
  }
}
