package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.bench.NetReport.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What comes out of the network benchmark: the JSON's shape and the table. */
class NetReportTest {
  private static final Machine MACHINE =
      new Machine(
          "2026-01-02", "A CPU", 2, 8L << 30, "Linux 6", 0.25, "A JVM 25", "Go 1.26", "Parallel");

  private static NetLoad.Found found(double throughput, double cpu) {
    return found(throughput, cpu, 0);
  }

  private static NetLoad.Found found(double throughput, double cpu, int starved) {
    return new NetLoad.Found(
        new NetLoad.Report("echo", 100, 1_000, 1, throughput, 10, 20, 30, 40, starved), cpu);
  }

  private static NetReport report(double goroCpu) {
    var rows =
        NetReport.rows(
            new Subject(NetWorkload.ECHO, 1_000, 2),
            Map.of(
                NetContender.GORO,
                List.of(found(100, goroCpu), found(300, goroCpu)),
                NetContender.GO,
                List.of(found(200, 5), found(300, 5))));
    return new NetReport(MACHINE, 2, Duration.ofSeconds(3), Duration.ofMillis(1_500), rows);
  }

  @Test
  void jsonHasMediansAndRatiosOfEachMetric() {
    var json = JsonMapper.shared().readTree(report(10).json());
    assertEquals(1.5, json.at("/seconds").asDouble());
    assertEquals(3, json.at("/warmupSeconds").asDouble());
    assertEquals(
        List.of("throughput", "p50", "p99", "cpu"),
        json.at("/results").valueStream().map(r -> r.at("/metric").asString()).toList());
    var row = json.at("/results/0");
    assertEquals("echo", row.at("/workload").asString());
    assertEquals(1_000, row.at("/connections").asInt());
    assertEquals(2, row.at("/procs").asInt());
    assertEquals(200, row.at("/median/goro").asDouble());
    assertEquals(250, row.at("/median/go").asDouble());
    assertEquals(0.75, row.at("/ratio/go/median").asDouble());
    assertEquals(300, row.at("/rounds/goro/1").asDouble());
  }

  @Test
  void whatTheSystemDoesNotTellIsAbsent() {
    var table =
        new NetTable(report(Double.NaN), List.of(NetContender.GORO, NetContender.GO)).markdown();
    assertTrue(
        table.contains("| echo | 1,000 | 2 | throughput | op/s | 200 | 250 | 0.75 [0.50–1.00] |"),
        table);
    assertTrue(table.contains("| echo | 1,000 | 2 | cpu | ns/op | – | 5.00 | – |"), table);
    assertTrue(
        table.contains("Medians of 2 rounds, each 1.50 s after twice 3.00 s of warm-up"), table);
  }

  @Test
  void starvedConnectionsHaveARowIfThereAreAny() {
    var rows =
        NetReport.rows(
            new Subject(NetWorkload.ECHO, 100, 1),
            Map.of(
                NetContender.GORO,
                List.of(found(1, 1)),
                NetContender.JDK,
                List.of(found(1, 1, 7))));
    var row = rows.getLast();
    assertEquals("starved", row.metric());
    assertEquals(Map.of("goro", 0.0, "jdk", 7.0), row.median());
    assertEquals(Map.of(), row.ratio());
  }
}
