package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.testing.GoroTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures and their units. */
@GoroTest
class FigureTest {
  @Test
  void keepsMedianLeastAndGreatest() {
    var odd = Figure.of(List.of(9.0, 1.0, 2.0), Unit.NANOSECONDS, "so");
    assertEquals(new Figure(2, 1, 9, 3, Unit.NANOSECONDS, "so"), odd);
    var even = Figure.of(List.of(4.0, 1.0, 2.0, 9.0), Unit.NANOSECONDS, "so");
    assertEquals(3, even.median());
    assertEquals("2.00 ns [1.00 ns – 9.00 ns]", odd.show());
    assertEquals("7.00 ns", Figure.once(7, Unit.NANOSECONDS, "so").show());
  }

  @Test
  void needsASample() {
    assertThrows(
        IllegalArgumentException.class, () -> Figure.of(List.of(), Unit.NANOSECONDS, "so"));
  }

  @Test
  void comparesWithItsLikeAlone() {
    var ten = Figure.once(10, Unit.BYTES, "");
    assertEquals(2.5, ten.times(Figure.once(4, Unit.BYTES, "")));
    var time = Figure.once(4, Unit.NANOSECONDS, "");
    assertThrows(IllegalArgumentException.class, () -> ten.times(time));
  }

  @Test
  void showsTheUnitThatSuitsTheSize() {
    assertEquals("999 ns", Unit.NANOSECONDS.show(999));
    assertEquals("1.00 µs", Unit.NANOSECONDS.show(999.6));
    assertEquals("12.3 ms", Unit.NANOSECONDS.show(12_345_678));
    assertEquals("3,600 s", Unit.NANOSECONDS.show(3.6e12));
    assertEquals("12 B", Unit.BYTES.show(12));
    assertEquals("1.50 KiB", Unit.BYTES.show(1536));
    assertEquals("16.0 MiB", Unit.BYTES.show(16 << 20));
    assertEquals("1,234,567", Unit.COUNT.show(1_234_567));
    assertEquals("3", Unit.COUNT.show(3));
    assertEquals("0.25×", Unit.TIMES.show(0.25));
    assertEquals("50.0 %", Unit.PERCENT.show(50));
    assertEquals("12,000/s", Unit.PER_SECOND.show(12_000));
    assertEquals("0 B", Unit.BYTES.show(0));
  }

  @Test
  void aVerdictIsMadeOfFigures() {
    var section = Section.of("a", "b");
    assertThrows(IllegalArgumentException.class, () -> section.verdict("It is faster."));
    assertEquals(List.of("It took 3."), section.verdict("It took %d.", 3).build().verdicts());
  }

  @Test
  void aTableHasACellForEachColumn() {
    var rows = List.of(List.<Cell>of(new Words("alone")));
    assertThrows(IllegalArgumentException.class, () -> new Table("t", List.of("one", "two"), rows));
  }
}
