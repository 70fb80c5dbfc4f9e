package dev.goro.lab.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who wins, and by what. */
@Timeout(60)
class RankingTest {
  private static final List<Measure> MATTERS = List.of(Measure.THROUGHPUT, Measure.CPU);

  private static Contender contender(String name, List<Double> throughput, List<Double> cpu) {
    var sampled = new Sampled("", Map.of(Measure.THROUGHPUT, throughput, Measure.CPU, cpu));
    return Contender.of(name, sampled, "made up");
  }

  @Test
  void theFirstMeasureDecidesIfItCan() {
    var slow = contender("slow", List.of(100.0, 110.0, 120.0), List.of(1.0, 1.0, 1.0));
    var fast = contender("fast", List.of(200.0, 220.0, 240.0), List.of(9.0, 9.0, 9.0));

    var ranking = Ranking.of(List.of(slow, fast), MATTERS);

    assertEquals("fast", ranking.winner());
    assertEquals("throughput 220/s, 2.00× better than slow (110/s)", ranking.why());
  }

  @Test
  void theNextMeasureDecidesAmongThoseThatAreLevel() {
    var a = contender("a", List.of(200.0, 220.0, 240.0), List.of(4.0, 4.0, 4.0));
    var b = contender("b", List.of(190.0, 210.0, 230.0), List.of(1.0, 1.0, 1.0));
    var cheapButSlow = contender("c", List.of(10.0, 11.0, 12.0), List.of(0.1, 0.1, 0.1));

    var ranking = Ranking.of(List.of(a, b, cheapButSlow), MATTERS);

    assertEquals("b", ranking.winner());
    assertEquals(
        "level with others in throughput; CPU time an operation 1.00 ns, 4.00× better than a (4.00 ns)",
        ranking.why());
  }

  @Test
  void nobodyWinsWithinTheSpread() {
    var a = contender("a", List.of(200.0, 220.0, 240.0), List.of(1.0, 2.0, 3.0));
    var b = contender("b", List.of(190.0, 210.0, 230.0), List.of(2.0, 3.0, 4.0));

    var ranking = Ranking.of(List.of(a, b), MATTERS);

    assertEquals("a, b", ranking.winner());
    assertEquals("no difference beyond the spread", ranking.why());
  }

  @Test
  void oneThatCouldNotDoItCannotWin() {
    var stuck = Contender.of("stuck", Sampled.failed("stuck"), "made up");
    var other = contender("other", List.of(1.0), List.of(1.0));

    var ranking = Ranking.of(List.of(stuck, other), MATTERS);

    assertEquals("other", ranking.winner());
    assertEquals("the only one that could do it", ranking.why());
    assertEquals("none", Ranking.of(List.of(stuck), MATTERS).winner());
  }

  @Test
  void fewSamplesMustBeFarApart() {
    var one = contender("", List.of(100.0), List.of(1.0));
    var near = contender("", List.of(140.0), List.of(1.0));
    var far = contender("", List.of(160.0), List.of(1.0));
    var three = contender("", List.of(99.0, 100.0, 101.0), List.of(1.0));
    var close = contender("", List.of(104.0, 105.0, 106.0), List.of(1.0));

    assertFalse(Ranking.differ(one, near, Measure.THROUGHPUT));
    assertTrue(Ranking.differ(one, far, Measure.THROUGHPUT));
    assertTrue(Ranking.differ(far, one, Measure.THROUGHPUT));
    assertFalse(Ranking.differ(three, close, Measure.THROUGHPUT), "less than a tenth apart");
  }

  @Test
  void whatTheJvmsCompilersLeaveIsNoDifferenceInMemory() {
    var lean = ofMemory(60, 61, 62);
    var fat = ofMemory(75, 76, 77);
    var fatter = ofMemory(77, 78, 79);

    assertFalse(Ranking.differ(lean, fat, Measure.MEMORY));
    assertTrue(Ranking.differ(lean, fatter, Measure.MEMORY));
  }

  private static Contender ofMemory(double... mib) {
    var sampled = Sampled.none();
    for (double one : mib) {
      sampled.add(Measure.MEMORY, one * (1 << 20));
    }
    return Contender.of("", sampled, "made up");
  }

  @Test
  void aSampleThatWentAstrayDoesNotHideADifference() {
    var a = contender("a", List.of(100.0, 101.0, 102.0, 103.0, 300.0), List.of(1.0));
    var b = contender("b", List.of(50.0, 200.0, 201.0, 202.0, 203.0), List.of(1.0));
    var wide = contender("wide", List.of(90.0, 95.0, 200.0, 290.0, 300.0), List.of(1.0));

    assertTrue(Ranking.differ(a, b, Measure.THROUGHPUT));
    assertFalse(Ranking.differ(a, wide, Measure.THROUGHPUT));
  }
}
