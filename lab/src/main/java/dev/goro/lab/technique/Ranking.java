package dev.goro.lab.technique;

import dev.goro.lab.report.Figure;
import dev.goro.lab.report.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of several contenders is best, and which measure decided it. The measures are looked at in
 * their order; at each, those stay that are not worse than the best beyond the spread of the
 * samples. Where one is left it has won by that measure.
 *
 * @param best those that are left: one if there is a winner; none if nobody was measured
 * @param level the measures by which the winner did not differ from others that were left
 * @param decision what decided; empty if nothing did
 */
public record Ranking(List<Contender> best, List<Measure> level, Optional<Decision> decision) {
  /** Less than this is no difference, however small the spread. */
  private static final double LEAST_TIMES = 1.1;

  /** Of what was measured once or twice the spread is not known: it must differ by more. */
  private static final double LEAST_TIMES_OF_FEW = 1.5;

  private static final int ENOUGH = 3;

  /**
   * What decided.
   *
   * @param by the measure
   * @param next the best of those that lost by it
   */
  public record Decision(Measure by, Contender next) {}

  /**
   * Ranks contenders.
   *
   * @param contenders those that are compared; who has no figures cannot win
   * @param measures what matters, the most important first
   * @return the ranking
   */
  public static Ranking of(List<Contender> contenders, List<Measure> measures) {
    var left = contenders.stream().filter(c -> c.failure().isEmpty()).toList();
    var level = new ArrayList<Measure>();
    for (Measure measure : measures) {
      if (left.size() < 2) {
        break;
      }
      if (left.stream().anyMatch(c -> c.figure(measure).isEmpty())) {
        continue; // not every system tells all of them
      }
      var sorted = left.stream().sorted(better(measure)).toList();
      Contender first = sorted.getFirst();
      var same = sorted.stream().filter(c -> !differ(first, c, measure)).toList();
      if (same.size() == 1) {
        return new Ranking(same, level, Optional.of(new Decision(measure, sorted.get(1))));
      }
      level.add(measure);
      left = same;
    }
    return new Ranking(left, level, Optional.empty());
  }

  private static Comparator<Contender> better(Measure measure) {
    var byMedian = Comparator.comparingDouble((Contender c) -> c.figures().get(measure).median());
    return measure.moreIsBetter() ? byMedian.reversed() : byMedian;
  }

  /**
   * Whether two contenders differ beyond the spread: the middle halves of their samples lie apart,
   * and the medians are a tenth apart, a half where there are fewer than three samples, and more
   * than what is {@link Measure#negligible}.
   *
   * @param a one
   * @param b the other
   * @param measure in what
   * @return whether they do
   */
  static boolean differ(Contender a, Contender b, Measure measure) {
    Figure one = a.figures().get(measure);
    Figure other = b.figures().get(measure);
    double times = Math.max(one.times(other), other.times(one));
    boolean few = Math.min(one.samples(), other.samples()) < ENOUGH;
    return Math.abs(one.median() - other.median()) > measure.negligible()
        && a.spreads().get(measure).isApartFrom(b.spreads().get(measure))
        && times > (few ? LEAST_TIMES_OF_FEW : LEAST_TIMES);
  }

  /**
   * The winner's name.
   *
   * @return its label; those of all that are left, where no measure decided
   */
  public String winner() {
    return best.isEmpty()
        ? "none"
        : best.stream().map(Contender::label).collect(Collectors.joining(", "));
  }

  /**
   * Why.
   *
   * @return the measure that decided, with both values and their quotient
   */
  public String why() {
    if (decision.isEmpty()) {
      return best.size() == 1 ? "the only one that could do it" : "no difference beyond the spread";
    }
    Measure by = decision.get().by;
    Contender next = decision.get().next;
    Figure won = best.getFirst().figures().get(by);
    Figure lost = next.figures().get(by);
    double times = by.moreIsBetter() ? won.times(lost) : lost.times(won);
    String levelBy = level.stream().map(Measure::label).collect(Collectors.joining(" and "));
    return "%s%s %s, %s better than %s (%s)"
        .formatted(
            levelBy.isEmpty() ? "" : "level with others in " + levelBy + "; ",
            by.label(),
            won.value(),
            Unit.TIMES.show(times),
            next.label(),
            lost.value());
  }
}
