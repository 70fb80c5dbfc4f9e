package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.bench.Statistics.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertEquals(3, Statistics.median(List.of(9.0, 1.0, 3.0)));
  }

  @Test
  void medianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
    assertEquals(4, Statistics.median(List.of(9.0, 1.0, 3.0, 5.0)));
  }

  @Test
  void thereIsNoMedianOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
  }

  @Test
  void ratiosArePairedByRound() {
    // The medians alone would say 20 / 20 = 1; round by round Goro took twice as long, twice.
    var ratio = Ratio.ofPairs(List.of(20.0, 40.0, 10.0), List.of(10.0, 20.0, 40.0));
    assertEquals(new Ratio(2, 0.25, 2), ratio);
  }

  @Test
  void aRoundWithoutItsPairIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Ratio.ofPairs(List.of(1.0, 2.0), List.of(1.0)));
  }
}
