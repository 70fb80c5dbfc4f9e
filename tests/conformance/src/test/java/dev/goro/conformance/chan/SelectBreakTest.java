package dev.goro.conformance.chan;

import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Selected;
import dev.goro.conformance.EachProcs;

/**
 * A {@code select} as data lets its branches break and return, with one case, two and three. Go:
 * {@code test/chan/select8.go}.
 */
class SelectBreakTest {
  @EachProcs
  void branchesBreakOutOfSelectsOfOneTwoAndThreeCases(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> values = Chan.make(8);
          Chan<Integer> full = Chan.make(1);
          full.send(0);
          for (int i = 0; i < 3; i++) {
            values.send(i);
          }
          var taken = new StringBuilder();

          one:
          switch (select(recv(values))) {
            case Selected s when s.from(values) -> {
              taken.append(s.value(values));
              break one;
            }
            default -> taken.append("wrong");
          }
          switch (select(otherwise())) {
            case Selected s when s.index() == 0 -> taken.append('d');
            default -> taken.append("wrong");
          }
          switch (select(recv(values), otherwise())) {
            case Selected s when s.from(values) -> taken.append(s.value(values));
            default -> taken.append("wrong");
          }
          switch (select(recv(values), send(full, 10), otherwise())) {
            case Selected s when s.from(values) -> taken.append(s.value(values));
            default -> taken.append("wrong");
          }
          assertEquals("0d12", taken.toString());
          assertEquals(7, firstOver(5));
        });
  }

  /** A branch of a select inside a loop returns from the method, and another goes round again. */
  private static int firstOver(int bound) {
    Chan<Integer> values = Chan.make(8);
    Chan<Integer> never = Chan.make();
    for (int i = 1; i <= 8; i += 2) {
      values.send(i);
    }
    for (; ; ) {
      switch (select(recv(never), recv(values))) {
        case Selected s when s.from(values) && s.value(values) > bound -> {
          return s.value(values);
        }
        case Selected s when s.from(values) -> {
          continue;
        }
        case Selected s -> throw new AssertionError(s);
      }
    }
  }
}
