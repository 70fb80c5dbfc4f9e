package dev.goro.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The notes below tables. */
@GoroTest
class HowTakenTest {
  private static Figure figure(String how, int samples) {
    return new Figure(1, 1, 1, samples, Unit.COUNT, how);
  }

  private static Table table(List<List<Cell>> rows) {
    return new Table("Table", List.of("", "threads", "goroutines", "quotient"), rows);
  }

  private static List<Cell> row(String name, Cell... cells) {
    var row = new ArrayList<Cell>(List.of(new Words(name)));
    row.addAll(List.of(cells));
    return row;
  }

  @Test
  void oneWayForTheWholeTableIsNotNamed() {
    var table =
        table(List.of(row("a", figure("timed", 5), figure("timed", 5), figure("timed", 5))));
    assertEquals(List.of("timed (5 samples)"), new HowTaken().below(table));
  }

  @Test
  void waysAreNamedByTheRowsOrTheColumnsThatTheyAreOf() {
    var table =
        table(
            List.of(
                row("a", figure("timed", 5), figure("timed", 3), figure("divided", 1)),
                row("b", figure("weighed", 1), figure("weighed", 1), figure("divided", 1)),
                row("c", figure("counted", 1), Words.NONE, Words.NONE)));
    assertEquals(
        List.of(
            "a: timed (3 to 5 samples)", "quotient: divided", "b: weighed", "c, threads: counted"),
        new HowTaken().below(table));
  }

  @Test
  void severalRowsOrColumnsAreNamedOneAfterTheOther() {
    var rows =
        table(
            List.of(
                row("a", figure("timed", 4), figure("timed", 3), Words.NONE),
                row("b", figure("timed", 9), figure("timed", 5), Words.NONE),
                row("c", figure("counted", 1), figure("counted", 1), Words.NONE)));
    assertEquals(List.of("a; b: timed (3 to 9 samples)", "c: counted"), new HowTaken().below(rows));
    var oneRow =
        table(List.of(row("a", figure("timed", 5), figure("timed", 5), figure("divided", 1))));
    assertEquals(
        List.of("threads; goroutines: timed (5 samples)", "a, quotient: divided"),
        new HowTaken().below(oneRow));
  }

  @Test
  void whatWasSaidIsNotSaidAgain() {
    var taken = new HowTaken();
    var table = table(List.of(row("a", figure("timed", 5), Words.NONE, Words.NONE)));
    taken.below(table);
    assertEquals(List.of(), taken.below(table));
  }
}
