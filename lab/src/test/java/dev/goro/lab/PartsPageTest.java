package dev.goro.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.lab.bound.BoundSample;
import dev.goro.lab.coroutines.CoroutinesSample;
import dev.goro.lab.report.Chromium;
import dev.goro.lab.report.HtmlReport;
import dev.goro.lab.report.Inspection;
import dev.goro.lab.report.Machine;
import dev.goro.lab.report.Report;
import dev.goro.lab.report.Section;
import dev.goro.lab.techniques.TechniquesSample;
import dev.goro.lab.trial.TrySample;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page of the parts that take long, in Chromium. Their sections are made by the parts' own
 * code, of figures that are made up: what the parts measure is tested elsewhere.
 */
@GoroTest(seconds = 100)
class PartsPageTest {
  private static final List<Section> SECTIONS =
      List.of(
          BoundSample.section(),
          TechniquesSample.section(),
          CoroutinesSample.section(),
          TrySample.section());

  @TempDir private static Path folder;
  private static Path page;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    var report =
        new Report(
            new Machine("2026-01-01", "CPU", 8, 1L << 34, "OS 1", "JDK 25", 0.5),
            true,
            1,
            SECTIONS);
    page = Files.writeString(folder.resolve("lab.html"), HtmlReport.of(report));
    chromium = Chromium.start(folder).orElse(null);
    assumeTrue(
        chromium != null, "there is no Chromium in PATH: nobody has looked at the page's charts");
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390, false", "390, true", "768, false", "1200, false", "1200, true"})
  void isDrawn(int width, boolean dark) {
    var loaded = chromium.open(page, new Chromium.View(width, dark));
    assertEquals(List.of(), Inspection.complaints(loaded));
    int charts = SECTIONS.stream().mapToInt(s -> s.charts().size()).sum();
    assertEquals(charts, loaded.evaluate("document.querySelectorAll('svg').length").asInt());
  }

  @Test
  void itsTablesCanBeReachedByTheKeyboard() {
    var loaded = chromium.open(page, new Chromium.View(390, false));
    assertEquals(List.of(), Inspection.complaintsOfTheKeyboard(loaded));
  }
}
