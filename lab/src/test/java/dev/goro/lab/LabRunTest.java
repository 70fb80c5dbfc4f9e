package dev.goro.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.lab.report.Chromium;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small run whose figures must make sense: as ratios, with room for a machine that has other
 * work.
 */
@GoroTest(seconds = 170)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabRunTest {
  private static final String THREADS = "OS threads";
  private static final String GOROUTINES = "goroutines";

  private Path folder;
  private Path page;
  private JsonNode report;
  private String text;

  @BeforeAll
  void runTheLab(@TempDir Path shared) throws IOException {
    folder = shared;
    page = folder.resolve("lab.html");
    Path json = folder.resolve("lab.json");
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "threads",
                "count",
                "tabs",
                "--quick",
                "--goroutines",
                "30000",
                "--json",
                json.toString(),
                "--html",
                page.toString());
    assertEquals(0, exit, err::toString);
    text = out.toString();
    report = JsonMapper.shared().readTree(Files.readString(json));
  }

  private JsonNode section(String name) {
    return find(report.get("sections"), "name", name);
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(node -> node.get(key).asString().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " is " + value + " in " + list));
  }

  /** A median of a bar of the chart of times. */
  private double time(String category, String series) {
    var chart = find(section("threads").get("charts"), "title", "What it costs");
    int at = 0;
    while (!chart.get("categories").get(at).asString().equals(category)) {
      at++;
    }
    return find(chart.get("series"), "name", series)
        .get("figures")
        .get(at)
        .get("median")
        .asDouble();
  }

  private double cell(String part, int table, String row, int column) {
    for (JsonNode cells : section(part).get("tables").get(table).get("rows")) {
      if (cells.get(0).get("text").asString().startsWith(row)) {
        assertEquals("measured", cells.get(column).get("type").asString());
        return cells.get(column).get("median").asDouble();
      }
    }
    throw new AssertionError("there is no row " + row);
  }

  private void assertMore(double times, double thread, double goroutine) {
    assertTrue(
        thread > times * goroutine,
        () -> "%s is not %s times %s:%n%s".formatted(thread, times, goroutine, text));
  }

  @Test
  void aThreadCostsMoreToCreate() {
    String create = "create, run and end one";
    assertMore(3, time(create, THREADS), time(create, GOROUTINES));
  }

  @Test
  void aThreadCostsMoreToSwitch() {
    String change = "switch, on all CPUs";
    assertMore(1.2, time(change, THREADS), time(change, GOROUTINES));
  }

  @Test
  void aLockCostsMoreThanAChannelWhereEachValueIsAwaited() {
    String pass = "pass a value on, room for 1";
    assertMore(1.2, time(pass, THREADS), time(pass, GOROUTINES));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aThreadTakesMoreMemory() {
    assertMore(
        5,
        cell("threads", 0, "stack: memory of one", 1),
        cell("threads", 0, "stack: memory of one", 2));
    assertMore(
        5,
        cell("count", 0, "OS threads, by the memory", 2),
        cell("count", 0, "goroutines, by the memory", 2));
    assertMore(
        20, cell("threads", 0, "stack: reserved", 1), cell("threads", 0, "stack: reserved", 2));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGoroutineGivesItsDeepStackBack() {
    double threadKeeps = cell("threads", 0, "stack: after the return", 1);
    double goroutineKeeps = cell("threads", 0, "stack: after the return", 2);
    assertMore(0.5, threadKeeps, cell("threads", 0, "stack: 10,000 calls deep", 1));
    assertMore(2, cell("threads", 0, "stack: 10,000 calls deep", 2), goroutineKeeps);
  }

  @Test
  void fewThreadsCarryManyGoroutines() {
    assertEquals(1, cell("threads", 0, "scheduling", 1));
    assertMore(50, cell("threads", 0, "scheduling", 2), 1);
  }

  @Test
  void asManyLivedAsWereAskedFor() {
    assertEquals(30_000, cell("count", 0, "goroutines, by the memory", 4));
  }

  @Test
  void tabsAtOnceAreSooner() {
    var bars = find(section("tabs").get("charts"), "type", "bars").get("series");
    double atOnce = find(bars, "name", "at once").at("/figures/0/median").asDouble();
    double inTurn = find(bars, "name", "one after the other").at("/figures/0/median").asDouble();
    assertMore(1.2, inTurn, atOnce);
    var timeline = find(section("tabs").get("charts"), "title", "Three tabs at once");
    assertEquals(5, timeline.get("rows").size());
    assertTrue(timeline.get("spans").size() > 200, timeline::toString);
  }

  @Test
  void theTextHasEachVerdict() {
    String oneLine = text.replaceAll("\\s+", " ");
    for (JsonNode one : report.get("sections")) {
      assertTrue(!one.get("verdicts").isEmpty());
      one.get("verdicts")
          .forEach(v -> assertTrue(oneLine.contains(v.asString()), () -> v + " is not in " + text));
    }
  }

  @Test
  void thePageIsDrawn() throws IOException, InterruptedException {
    var chromium = Chromium.find();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        chromium.isPresent(),
        "there is no Chromium in PATH: nobody has looked at the page's charts");
    var loaded = chromium.orElseThrow().load(page, 1_000, folder);
    assertEquals(List.of(), loaded.console());
    int charts = 0;
    for (JsonNode one : report.get("sections")) {
      charts += one.get("charts").size();
    }
    assertEquals(charts, loaded.count("<svg "));
  }
}
