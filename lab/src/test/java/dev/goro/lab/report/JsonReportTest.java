package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goro.testing.GoroTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The report as JSON. */
@GoroTest
class JsonReportTest {
  @Test
  void tellsMeasuredFromTextbook() {
    var section = JsonMapper.shared().readTree(JsonReport.of(Sample.report())).at("/sections/0");
    var row = section.at("/tables/0/rows/0");
    assertEquals("words", row.at("/0/type").asString());
    assertEquals("measured", row.at("/1/type").asString());
    assertEquals(2, row.at("/1/median").asDouble());
    assertEquals("ns", row.at("/1/unit").asString());
    assertEquals("with a clock", row.at("/1/how").asString());
    assertEquals("textbook", row.at("/2/type").asString());
    assertEquals("bars", section.at("/charts/0/type").asString());
    assertEquals("timeline", section.at("/charts/3/type").asString());
  }

  @Test
  void whatStandsInThePageEndsNoScript() {
    var charts = Sample.report().sections().getFirst().charts().toArray(Chart[]::new);
    String json = JsonReport.compact(charts);
    assertFalse(json.contains("<"), json);
    assertEquals(
        "Bars of " + Sample.NASTY, JsonMapper.shared().readTree(json).at("/0/title").asString());
  }
}
