package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary and the page: what they say, and that a browser shows it on a telephone, too. */
@GoroTest(seconds = 60)
class PageTest {
  private static final Machine MACHINE =
      new Machine(
          "2026-01-02", "A <CPU>", 2, 8L << 30, "Linux 6", 0.25, "A JVM 25", "Go 1.26", "G1");

  private static TwinReport time(String workload, double nanos) {
    return TwinReport.parse(
        "{\"workload\":\"%s\",\"procs\":2,\"series\":[{\"metric\":\"time\",\"samples\":[%f],\"cpu\":[%f]}]}"
            .formatted(workload, nanos, nanos));
  }

  /**
   * Goro needs half of Go's time, and 0.4 and 0.8 times of it, of three hand-overs; 3 times of one.
   */
  private static Report report() {
    var rows = new ArrayList<Report.Row>();
    Map.of("pingpong", 50.0, "unbuffered", 40.0, "ChanSync", 80.0, "ChanPopular", 300.0)
        .forEach(
            (workload, goro) -> {
              var rounds = new Rounds(Suites.find(workload).orElseThrow(), 2);
              rounds.add(Contender.GORO, time(workload, goro));
              rounds.add(Contender.GORO, time(workload, goro));
              rounds.add(Contender.GO, time(workload, 100));
              rounds.add(Contender.GO, time(workload, 100));
              rounds.add(Contender.KOTLIN, time(workload, 200));
              rounds.add(Contender.KOTLIN, time(workload, 200));
              rows.addAll(rounds.rows());
            });
    return new Report(MACHINE, 2, rows);
  }

  private static Summary.Line line(String against, String name) {
    return Summary.of(report()).stream()
        .filter(l -> l.against().equals(against) && l.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void summaryTakesGeometricMeans() {
    var handOvers = line("go", "hand-over");
    assertEquals(3, handOvers.rows());
    assertEquals(Math.cbrt(0.5 * 0.4 * 0.8), handOvers.ratio().median(), 1e-9);
    assertEquals(0.4, handOvers.ratio().min());
    assertEquals(0.8, handOvers.ratio().max());
    assertEquals(0.6, handOvers.goal());
    assertEquals(1, handOvers.overGoal(), "ChanSync is above 0.6");
    assertEquals(0, handOvers.overLimit());
  }

  @Test
  void summaryKnowsWhatGoItselfMeasures() {
    var own = line("go", "Go's own benchmarks");
    assertEquals(2, own.rows());
    assertEquals(Math.sqrt(0.8 * 3), own.ratio().median(), 1e-9);
    assertEquals(1, own.overLimit());
    assertEquals(2, line("go", "chan").rows());
    assertEquals(4, line("kotlin", "all").rows());
    assertEquals(1, line("kotlin", "all").overGoal(), "at most as much as Kotlin");
  }

  @Test
  void axisIsLogarithmicAndHoldsEveryRatio() {
    var axis = RatioAxis.of(DoubleStream.of(0.03, 7));
    assertEquals(new RatioAxis(0.02, 10), axis);
    assertEquals(0, axis.place(0.02));
    assertEquals(100, axis.place(10));
    assertEquals(axis.place(0.2) - axis.place(0.1), axis.place(2) - axis.place(1), 1e-9);
    assertEquals(new RatioAxis(0.5, 2), RatioAxis.of(DoubleStream.of(1, 1.1)));
    assertEquals(new RatioAxis(0.5, 2), RatioAxis.of(DoubleStream.empty()));
  }

  @Test
  void barStandsWhereItsRatioDoes() {
    var axis = new RatioAxis(0.1, 10);
    String bar = axis.bar(new Statistics.Ratio(0.1, 0.1, 1), 0.1, "met");
    assertTrue(bar.contains("<rect x=\"0.00%\" y=\"25%\" width=\"50.00%\""), bar);
    assertTrue(bar.contains("class=\"goal\" x1=\"0.00%\""), bar);
    assertTrue(bar.contains("class=\"whisker\" x1=\"0.00%\" x2=\"50.00%\""), bar);
    assertTrue(bar.contains("aria-label=\"0.10 [0.10–1.00]\""), bar);
  }

  @Test
  void pageHasABarAndAGoalForEachRatio() {
    String html = new Page(report()).html();
    assertTrue(html.contains("A &lt;CPU&gt;"), "what the machine tells is escaped");
    int summaries = Summary.of(report()).size();
    assertEquals(summaries + 8, count(html, "<svg class=\"bar "));
    assertEquals(summaries + 8, count(html, "<tr><th scope=\"row\">"));
    assertTrue(
        Pattern.compile("ChanSync</th>.*class=\"bar near\".*<td data-of=\"goal\">0.60 ✗</td>")
            .matcher(html)
            .find(),
        html);
    assertTrue(
        Pattern.compile("unbuffered</th>.*class=\"bar met\".*<td data-of=\"goal\">0.60 ✓</td>")
            .matcher(html)
            .find(),
        html);
    assertFalse(Pattern.compile("(src|href)=|https?:|url\\(|@import|<script").matcher(html).find());
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  @Test
  void browserShowsItOnATelephone(@TempDir Path folder) throws Exception {
    Optional<Path> browser =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(f -> Path.of(f, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(browser.isPresent(), "there is no Chromium on this machine");
    // The page measures itself: nothing may be wider than the window, and each bar must have a
    // size.
    String probe =
        """
        <script>
        const bars = [...document.querySelectorAll('svg.bar')].map(b => b.getBoundingClientRect());
        document.title = 'wide ' + (document.documentElement.scrollWidth > innerWidth)
            + ' flat ' + bars.filter(b => b.width < 100 || b.height < 10).length + ' of ' + bars.length;
        </script>
        """;
    Path page = folder.resolve("page.html");
    Files.writeString(page, new Page(report()).html().replace("</body>", probe + "</body>"));
    for (String size : List.of("500,800", "1400,900")) {
      String dom =
          TwinProcess.run(
              "the browser",
              List.of(
                  browser.get().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--window-size=" + size,
                  "--dump-dom",
                  page.toUri().toString()),
              Map.of(),
              Duration.ofSeconds(50));
      int bars = Summary.of(report()).size() + 8;
      assertTrue(
          dom.contains("<title>wide false flat 0 of " + bars + "</title>"),
          () -> dom.lines().filter(l -> l.contains("<title>")).toList().toString());
    }
  }
}
