package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What comes out: the JSON's shape, the tables, and what of a twin's report is taken over. */
class ReportTest {
  private static final Machine MACHINE =
      new Machine(
          "2026-01-02", "A CPU", 2, 8L << 30, "Linux 6", 0.25, "A JVM 25", "Go 1.26", "Parallel");

  private static final Workload PINGPONG = Suites.find("pingpong").orElseThrow();

  private static TwinReport time(String workload, int procs, double nanos) {
    return TwinReport.parse(
        "{\"workload\":\"%s\",\"procs\":%d,\"series\":[{\"metric\":\"time\",\"samples\":[%f,%f,%f],\"cpu\":[%f]}]}"
            .formatted(workload, procs, nanos, nanos + 50, nanos - 7, nanos * 2));
  }

  private static Report pingpong(boolean withGo) {
    var rounds = new Rounds(PINGPONG, 2);
    for (double slower : List.of(1.0, 2.0, 3.0)) {
      rounds.add(Contender.GORO, time("pingpong", 2, 100 * slower));
      if (withGo) {
        rounds.add(Contender.GO, time("pingpong", 2, 200 * slower));
      }
      rounds.add(Contender.JDK, time("pingpong", 2, 400));
    }
    return new Report(MACHINE, 3, rounds.rows());
  }

  private static JsonNode json(Report report) {
    return JsonMapper.shared().readTree(report.json());
  }

  @Test
  void jsonHasMediansAndRatiosOfEachWorkload() {
    JsonNode all = json(pingpong(true));
    assertEquals("A CPU", all.at("/machine/cpu").asString());
    assertEquals("Go 1.26", all.at("/machine/go").asString());
    assertEquals(3, all.at("/rounds").asInt());
    assertEquals(1, all.at("/results").size());
    JsonNode row = all.at("/results/0");
    assertEquals("pingpong", row.at("/workload").asString());
    assertEquals("goro", row.at("/suite").asString());
    assertEquals("hand-over", row.at("/group").asString());
    assertEquals(2, row.at("/procs").asInt());
    assertEquals("ns/op", row.at("/unit").asString());
    assertEquals(200, row.at("/median/goro").asDouble());
    assertEquals(400, row.at("/median/go").asDouble());
    assertEquals(400, row.at("/median/jdk").asDouble());
    assertEquals(0.5, row.at("/ratio/go/median").asDouble());
    assertEquals(0.25, row.at("/ratio/jdk/min").asDouble());
    assertEquals(0.5, row.at("/ratio/jdk/median").asDouble());
    assertEquals(0.75, row.at("/ratio/jdk/max").asDouble());
    assertEquals(400, row.at("/cpu/goro").asDouble());
    assertEquals(0.5, row.at("/cpuRatio/go/median").asDouble());
    assertEquals(0.25, row.at("/cpuRatio/jdk/min").asDouble());
    assertEquals(0.75, row.at("/cpuRatio/jdk/max").asDouble());
    assertEquals(300, row.at("/rounds/goro/2").asDouble());
    assertTrue(row.at("/ratio/goro").isMissingNode());
  }

  @Test
  void jsonWithoutGoHasNoGo() {
    JsonNode row = json(pingpong(false)).at("/results/0");
    assertTrue(row.at("/median/go").isMissingNode());
    assertTrue(row.at("/ratio/go").isMissingNode());
    assertFalse(row.at("/ratio/jdk").isMissingNode());
  }

  @Test
  void parkedGoroutinesGiveARowForEachFigure() {
    var rounds = new Rounds(Suites.find("parked").orElseThrow(), 1);
    rounds.add(
        Contender.GORO,
        TwinReport.parse(
            """
            {"workload":"parked","procs":1,"series":[{"metric":"live","samples":[600],"cpu":[]},
            {"metric":"start","samples":[2000],"cpu":[2500]},{"metric":"wake","samples":[300],"cpu":[300]}]}\
            """));
    JsonNode rows = json(new Report(MACHINE, 1, rounds.rows())).at("/results");
    assertEquals(
        List.of("parked-live", "parked-start", "parked-wake"),
        rows.valueStream().map(r -> r.at("/workload").asString()).toList(),
        "what no twin told, such as resident memory where there is no /proc, has no row");
    assertEquals("B", rows.at("/0/unit").asString());
    assertTrue(rows.at("/0/cpu").isMissingNode());
    assertEquals(2500, rows.at("/1/cpu/goro").asDouble());
  }

  @Test
  void aReportOfSomethingElseIsRefused() {
    var rounds = new Rounds(PINGPONG, 2);
    var oneProc = time("pingpong", 1, 100);
    var e = assertThrows(BenchException.class, () -> rounds.add(Contender.GO, oneProc));
    assertEquals(
        "the go twin was asked for pingpong at 2 procs, but measured pingpong at 1",
        e.getMessage());
  }

  @Test
  void whatIsNoReportIsRefused() {
    assertThrows(BenchException.class, () -> TwinReport.parse("Picked up something\n"));
  }

  @Test
  void tableShowsRatiosWithTheirSpread() {
    var lines = new Table(pingpong(true)).text().lines().toList();
    assertEquals(
        "workload  procs  unit   goro   go  jdk           goro/go          goro/jdk  cpu goro  cpu"
            + " go  cpu jdk",
        lines.get(0));
    assertEquals(
        "pingpong      2  ns/op   200  400  400  0.50 [0.50–0.50]  0.50 [0.25–0.75]       400    "
            + " 800      800",
        lines.get(1));
  }

  @Test
  void tableHasColumnsOfOtherPeersThatWereMeasured() {
    var rounds = new Rounds(PINGPONG, 2);
    rounds.add(Contender.GORO, time("pingpong", 2, 100));
    rounds.add(Contender.KOTLIN, time("pingpong", 2, 200));
    var markdown = new Table(new Report(MACHINE, 1, rounds.rows())).markdown().lines().toList();
    assertEquals(
        "| workload | procs | unit | goro | go | jdk | kotlin | goro/go | goro/jdk | goro/kotlin |"
            + " cpu goro | cpu go | cpu jdk | cpu kotlin |",
        markdown.get(0));
    assertEquals(
        "| pingpong | 2 | ns/op | 100 | – | – | 200 | – | – | 0.50 [0.50–0.50] | 200 | – | – | 400 |",
        markdown.get(2));
  }

  @Test
  void tableWithoutGoHasDashes() {
    var markdown = new Table(pingpong(false)).markdown().lines().toList();
    assertEquals(
        "| pingpong | 2 | ns/op | 200 | – | 400 | – | 0.50 [0.25–0.75] | 400 | – | 800 |",
        markdown.get(2));
  }

  @Test
  void numbersHaveThreeDigits() {
    assertEquals("1.23", Table.number(1.234));
    assertEquals("12.3", Table.number(12.34));
    assertEquals("100", Table.number(99.96));
    assertEquals("1,234", Table.number(1234.4));
  }
}
