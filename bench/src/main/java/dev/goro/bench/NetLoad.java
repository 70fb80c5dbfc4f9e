package dev.goro.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client of the network benchmark, the same program for every server. It ends with an error if
 * any answer on any connection was wrong or did not come.
 *
 * @param executable the program
 * @param warmup how long it sends before it measures, on other connections and again on these
 * @param time how long it measures
 */
record NetLoad(String executable, Duration warmup, Duration time) {
  /** How many connections are enough to warm a server up. */
  private static final int WARMING = 1_000;

  /** What connecting and waiting for the last answers may take beside the measurement. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What the client reports. Latencies are microseconds.
   *
   * @param kind the exchange
   * @param connections on how many connections at once
   * @param operations how many answers came in the time
   * @param seconds the time
   * @param throughput operations a second
   * @param p50 the latency that half of them did not exceed
   * @param p99 the latency that 99 % of them did not exceed
   * @param p999 the latency that 99.9 % of them did not exceed
   * @param max the longest latency
   * @param starved how many connections got no answer in the time
   */
  record Report(
      String kind,
      int connections,
      long operations,
      double seconds,
      double throughput,
      double p50,
      double p99,
      double p999,
      double max,
      int starved) {}

  /**
   * What was found.
   *
   * @param client what the client reports
   * @param cpu the server's CPU nanoseconds an operation; NaN where the system does not tell
   */
  record Found(Report client, double cpu) {}

  /**
   * Drives a server: for the warm-up's time on connections that are closed again, then on those
   * that it measures. For the most part, what serves a connection runs to its end in the code with
   * which it began; so the connections that are measured are made to a server whose code is
   * compiled. It was compiled anew when the first connection ended, so that happens twice.
   */
  Found drive(NetServer server, NetWorkload workload, int connections) {
    if (warmup.isPositive()) {
      Duration half = warmup.dividedBy(2);
      int some = Math.min(connections, WARMING);
      drive(server, workload, some, Duration.ZERO, half);
      drive(server, workload, some, Duration.ZERO, half);
    }
    return drive(server, workload, connections, warmup, time);
  }

  private Found drive(
      NetServer server, NetWorkload workload, int connections, Duration warmup, Duration time) {
    var command =
        List.of(
            executable,
            workload.id(),
            "127.0.0.1:" + server.port(),
            Integer.toString(connections),
            Long.toString(warmup.toMillis()),
            Long.toString(time.toMillis()));
    try {
      Process process = TwinProcess.builder(command, Commands.environment(1)).start();
      var late = TwinProcess.killAfter(process, warmup.plus(time).plus(PATIENCE));
      try {
        return read(process, server);
      } finally {
        late.cancel(false);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new BenchException("the client cannot be run: " + e.getMessage(), e);
    }
  }

  private static Found read(Process process, NetServer server) throws IOException {
    var err = TwinProcess.read(process.getErrorStream());
    try (var out = process.inputReader()) {
      out.readLine(); // it measures from now on
      double before = server.cpuNanos();
      out.readLine(); // the time is over
      double after = server.cpuNanos();
      String line = out.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new BenchException("the client failed: " + TwinProcess.tail(err.join()));
      }
      var report = JsonMapper.shared().readValue(line, Report.class);
      return new Found(report, (after - before) / report.operations());
    } catch (JacksonException e) {
      throw new BenchException("the client printed no report: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted while its client ran", e);
    }
  }
}
