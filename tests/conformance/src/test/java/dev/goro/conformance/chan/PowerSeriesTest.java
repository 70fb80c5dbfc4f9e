package dev.goro.conformance.chan;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.conformance.EachProcs;
import dev.goro.testing.Quit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Arithmetic on power series whose coefficients flow over channels, thousands of short-lived
 * goroutines deep. Go: {@code test/chan/powser1.go}, and with coefficients behind an interface
 * {@code test/chan/powser2.go}.
 */
class PowerSeriesTest {
  private static final int TERMS = 10;

  private static final String[] EXPONENTIAL_OF_ONES = {
    "1",
    "1",
    "3/2",
    "13/6",
    "73/24",
    "167/40",
    "4051/720",
    "37633/5040",
    "43817/4480",
    "4596553/362880"
  };

  /** What flows in the second test: a coefficient, or the end. */
  private sealed interface Item {
    record Coefficient(long num, long den) implements Item {}

    record End() implements Item {}

    static Item of(Rational r) {
      return r.isEnd() ? new End() : new Coefficient(r.num(), r.den());
    }

    static Rational toRational(Item item) {
      return switch (item) {
        case Coefficient(long num, long den) -> new Rational(num, den);
        case End() -> Rational.END;
      };
    }
  }

  @EachProcs
  void seriesOfRationals(int procs) throws Exception {
    arithmetic(procs, Function.identity(), Function.identity());
  }

  @EachProcs
  void seriesOfInterfaces(int procs) throws Exception {
    arithmetic(procs, Item::of, Item::toRational);
  }

  private static <T> void arithmetic(
      int procs, Function<Rational, T> pack, Function<T, Rational> unpack) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var quit = new Quit();
          new Checks<>(new PowerSeries<>(quit, pack, unpack)).all();
          quit.now();
        });
  }

  private record Checks<T>(PowerSeries<T> s) {
    PowerSeries<T>.Series ones() {
      return s.repeat(Rational.ONE);
    }

    PowerSeries<T>.Series twos() {
      return s.repeat(Rational.of(2));
    }

    void all() {
      starts(ones(), "1", "1", "1", "1", "1");
      starts(s.add(ones(), twos()), "3", "3", "3", "3", "3");
      starts(s.subtract(ones(), twos()), "-1", "-1", "-1", "-1", "-1");
      starts(s.scale(Rational.of(-1), twos()), "-2", "-2", "-2", "-2", "-2");
      starts(s.differentiate(ones()), "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
      starts(
          s.integrate(Rational.ZERO, ones()),
          "0",
          "1",
          "1/2",
          "1/3",
          "1/4",
          "1/5",
          "1/6",
          "1/7",
          "1/8",
          "1/9");
      starts(s.multiply(ones(), ones()), "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
      starts(s.exponential(ones()), EXPONENTIAL_OF_ONES);
      starts(
          s.integrate(Rational.ZERO, s.substituteMonomial(ones(), Rational.of(-1), 2)),
          "0",
          "1",
          "0",
          "-1/3",
          "0",
          "1/5",
          "0",
          "-1/7",
          "0",
          "1/9");

      starts(s.add(s.polynomial(1, 2), s.polynomial(1, 1, 1, 1)), "2", "3", "1", "1", "end");
      starts(s.add(s.polynomial(1, 2), s.polynomial(3)), "4", "2", "end");
      starts(s.multiply(s.polynomial(1, 1), s.polynomial(1, -1)), "1", "0", "-1", "end");
      starts(s.differentiate(s.polynomial(7, 0, 5)), "0", "10", "end");
      starts(s.binomial(Rational.of(5)), "1", "5", "10", "10", "5", "1", "end");
      List<PowerSeries<T>.Series> roots = s.split(s.binomial(Rational.of(1, 2)));
      starts(s.multiply(roots.get(0), roots.get(1)), "1", "1", "0", "0", "0", "0", "0");
      starts(s.reciprocal(s.polynomial(1, -1)), "1", "1", "1", "1", "1", "1");
      starts(s.reciprocal(ones()), "1", "-1", "0", "0", "0", "0");
      starts(
          s.compose(ones(), s.shift(Rational.ZERO, ones())), "1", "1", "2", "4", "8", "16", "32");
      readAtDifferentSpeeds();
    }

    private void readAtDifferentSpeeds() {
      List<PowerSeries<T>.Series> halves = s.split(s.differentiate(ones()));
      for (int i = 1; i <= TERMS; i++) {
        assertEquals(Rational.of(i), halves.get(1).next());
      }
      for (int i = 1; i <= 2 * TERMS; i++) {
        assertEquals(Rational.of(i), halves.get(0).next());
      }
      assertEquals(Rational.of(TERMS + 1), halves.get(1).next());
    }

    private void starts(PowerSeries<T>.Series series, String... expected) {
      var got = new ArrayList<String>();
      for (int i = 0; i < expected.length; i++) {
        got.add(series.next().toString());
      }
      assertEquals(List.of(expected), got);
    }
  }
}
