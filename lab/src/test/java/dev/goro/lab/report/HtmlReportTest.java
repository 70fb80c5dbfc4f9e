package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page: what stands in it, and what Chromium makes of it. */
@GoroTest(seconds = 100)
class HtmlReportTest {
  private static final int CHARTS = 4;

  @TempDir private static Path folder;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start(folder).orElse(null);
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void asksForNothingFromTheNetwork() {
    String page = HtmlReport.of(Sample.report());
    String markup = page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
    assertFalse(markup.matches("(?s).*<[^>]*(src|href)=\"(?!data:|#).*"), markup);
    assertFalse(markup.contains("@import") || markup.contains("url("), markup);
  }

  @Test
  void everyChartHasItsTable() {
    String page = HtmlReport.of(Sample.report());
    assertEquals(CHARTS, count(page, "<details><summary>The same as a table"));
    assertEquals(CHARTS, count(page, "class=\"chart\" data-chart="));
  }

  @Test
  void whatComesFromOutsideIsText() {
    String page = HtmlReport.of(Sample.report());
    assertFalse(page.contains("<b id=\"nasty\""));
    assertTrue(page.contains("&lt;b id=&quot;nasty&quot;&gt;&amp;"));
  }

  @Test
  void showsTextbookValuesAsSuch() {
    assertTrue(
        HtmlReport.of(Sample.report()).contains("<td class=\"textbook\" data-of=\"in books\">"));
  }

  @ParameterizedTest
  @CsvSource({"390, false", "390, true", "1200, false", "1200, true"})
  void chromiumDrawsTheCharts(int width, boolean dark) throws IOException {
    var loaded = load(HtmlReport.of(Sample.report()), width, dark);
    assertEquals(List.of(), Inspection.complaints(loaded));
    assertEquals(0, loaded.evaluate("document.querySelectorAll('#nasty').length").asInt());
  }

  @Test
  void itsTablesCanBeReachedByTheKeyboard() throws IOException {
    var loaded = load(HtmlReport.of(Sample.report()), 390, false);
    assertEquals(List.of(), Inspection.complaintsOfTheKeyboard(loaded));
  }

  @Test
  void itCanBePrinted() throws IOException {
    var loaded = load(HtmlReport.of(Sample.report()), 390, true);
    String paper = new String(loaded.print(), 0, 5, StandardCharsets.US_ASCII);
    assertEquals("%PDF-", paper);
    assertEquals(List.of(), Inspection.complaints(loaded), "drawn for the screen again");
  }

  @Test
  void chromiumTellsOfErrors() throws IOException {
    String broken = HtmlReport.of(Sample.report()).replace("\"type\":\"bars\"", "\"type\":\"x\"");
    assertFalse(load(broken, 800, false).console().isEmpty());
  }

  private Chromium.Page load(String html, int width, boolean dark) throws IOException {
    assumeTrue(
        chromium != null, "there is no Chromium in PATH: nobody has looked at the page's charts");
    Path page = Files.writeString(folder.resolve("lab.html"), html);
    return chromium.open(page, new Chromium.View(width, dark));
  }

  private static int count(String page, String what) {
    return page.split(java.util.regex.Pattern.quote(what), -1).length - 1;
  }
}
