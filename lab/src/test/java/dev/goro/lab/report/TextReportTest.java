package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report for a terminal. */
@GoroTest
class TextReportTest {
  @ParameterizedTest
  @ValueSource(ints = {72, 100, 200})
  void keepsToTheWidth(int width) {
    TextReport.of(Sample.report(), width)
        .lines()
        .forEach(line -> assertTrue(line.codePoints().count() <= width, line));
  }

  @Test
  void tellsEverything() {
    String text = TextReport.of(Sample.report(), 120);
    for (String what :
        new String[] {
          "sample: What a report can have",
          "→ It took 5.00 ns.",
          "! It is made up.",
          "2.00 ns [1.00 ns – 3.00 ns]",
          "textbook: 2 KiB (a manual)",
          "thread 2",
          "A small run"
        }) {
      assertTrue(text.contains(what), text);
    }
  }

  @Test
  void saysOnceHowFiguresWereTaken() {
    String text = TextReport.of(Sample.report(), 120);
    assertEquals(2, text.split("with a clock", -1).length, text);
    assertTrue(text.contains("· with a clock (3 samples)"), text);
    assertTrue(text.contains("· counted"), text);
  }

  @Test
  void drawsWhoRanWhen() {
    String text = TextReport.of(Sample.report(), 80);
    String first = text.lines().filter(l -> l.startsWith("  first ")).findFirst().orElseThrow();
    String second = text.lines().filter(l -> l.startsWith("  second")).findFirst().orElseThrow();
    assertTrue(first.matches("  first +A+ +B+"), first);
    assertTrue(second.matches("  second +B+"), second);
    assertFalse(second.contains("A"), second);
  }

  @Test
  void aLongerBarIsAGreaterFigure() {
    String text = TextReport.of(Sample.report(), 100);
    var bars = text.lines().filter(l -> l.contains("█")).map(TextReportTest::length).toList();
    assertEquals(4, bars.size(), text);
    assertTrue(bars.get(0) > bars.get(1), text);
    assertTrue(bars.get(2) > bars.get(1), text);
  }

  private static long length(String line) {
    return line.chars().filter(c -> c == '█').count();
  }
}
