package dev.goro.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.lab.report.Chromium;
import dev.goro.lab.report.Inspection;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

  /** The parts, each as a run of its own, and with what it is run. */
  private static final Map<String, List<String>> PARTS =
      Map.of("threads", List.of(), "count", List.of("--goroutines", "30000"), "tabs", List.of());

  private Path folder;
  private final Map<String, JsonNode> sections = new ConcurrentHashMap<>();
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  /** At once: the ratios have room for what the parts do to each other. */
  @BeforeAll
  void runTheLab(@TempDir Path shared) {
    folder = shared;
    var runs =
        PARTS.keySet().stream()
            .map(part -> CompletableFuture.runAsync(() -> run(part), Thread::startVirtualThread))
            .toList();
    runs.forEach(CompletableFuture::join);
  }

  private void run(String part) {
    Path json = folder.resolve(part + ".json");
    var out = new StringWriter();
    var err = new StringWriter();
    var args = new ArrayList<>(List.of(part, "--quick", "--json", json.toString()));
    args.addAll(List.of("--html", page(part).toString()));
    args.addAll(PARTS.get(part));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args.toArray(String[]::new));
    assertEquals(0, exit, err::toString);
    texts.put(part, out.toString());
    sections.put(part, JsonMapper.shared().readTree(json).get("sections").get(0));
  }

  private Path page(String part) {
    return folder.resolve(part + ".html");
  }

  private JsonNode section(String name) {
    return sections.get(name);
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(node -> node.get(key).asString().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " is " + value + " in " + list));
  }

  /** The least sample of a bar of the chart of times: other work makes the others longer. */
  private double time(String category, String series) {
    var chart = find(section("threads").get("charts"), "title", "What it costs");
    int at = 0;
    while (!chart.get("categories").get(at).asString().equals(category)) {
      at++;
    }
    return find(chart.get("series"), "name", series).get("figures").get(at).get("least").asDouble();
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
        () -> "%s is not %s times %s:%n%s".formatted(thread, times, goroutine, texts));
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
    sections.forEach(
        (part, section) -> {
          String oneLine = texts.get(part).replaceAll("\\s+", " ");
          assertTrue(!section.get("verdicts").isEmpty());
          section
              .get("verdicts")
              .forEach(v -> assertTrue(oneLine.contains(v.asString()), () -> v + " is not told"));
        });
  }

  @Test
  void thePagesAreDrawn() throws IOException {
    var started = Chromium.start(folder);
    assumeTrue(
        started.isPresent(),
        "there is no Chromium in PATH: nobody has looked at the page's charts");
    try (var chromium = started.get()) {
      for (String part : PARTS.keySet()) {
        var wide = chromium.open(page(part), new Chromium.View(1_000, false));
        assertEquals(List.of(), Inspection.complaints(wide));
        var narrow = chromium.open(page(part), new Chromium.View(390, true));
        assertEquals(List.of(), Inspection.complaints(narrow));
      }
    }
  }
}
