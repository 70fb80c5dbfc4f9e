package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page: what stands in it, and what Chromium makes of it. */
@GoroTest(seconds = 100)
class HtmlReportTest {
  private static final int CHARTS = 4;

  @TempDir private Path folder;

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
  @ValueSource(ints = {500, 1200})
  void chromiumDrawsTheCharts(int width) throws IOException, InterruptedException {
    Chromium.Loaded loaded = load(HtmlReport.of(Sample.report()), width);
    assertEquals(List.of(), loaded.console());
    assertEquals(CHARTS, loaded.count("<svg "), loaded::dom);
    assertEquals(CHARTS, loaded.count("role=\"img\""));
    assertEquals(0, loaded.count("<b id=\"nasty\""));
  }

  @Test
  void chromiumTellsOfErrors() throws IOException, InterruptedException {
    String broken = HtmlReport.of(Sample.report()).replace("\"type\":\"bars\"", "\"type\":\"x\"");
    assertFalse(load(broken, 800).console().isEmpty());
  }

  private Chromium.Loaded load(String html, int width) throws IOException, InterruptedException {
    var chromium = Chromium.find();
    assumeTrue(
        chromium.isPresent(),
        "there is no Chromium in PATH: nobody has looked at the page's charts");
    Path page = Files.writeString(folder.resolve("lab.html"), html);
    return chromium.orElseThrow().load(page, width, folder);
  }

  private static int count(String page, String what) {
    return page.split(java.util.regex.Pattern.quote(what), -1).length - 1;
  }
}
