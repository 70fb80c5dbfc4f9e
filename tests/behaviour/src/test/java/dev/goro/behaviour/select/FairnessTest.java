package dev.goro.behaviour.select;

import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Select.Case;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Among the ready cases each has the same chance. */
class FairnessTest {
  /**
   * Pearson's chi-square. For k cases it has k-1 degrees of freedom, a mean of k-1 and a variance
   * of 2(k-1): a bound of the mean and ten standard deviations, and a little more for small k, is
   * never reached by chance.
   */
  private static void assertUniform(int[] taken) {
    long total = Arrays.stream(taken).asLongStream().sum();
    double expected = (double) total / taken.length;
    double chiSquare = 0;
    for (int n : taken) {
      chiSquare += (n - expected) * (n - expected) / expected;
    }
    double freedom = taken.length - 1;
    double bound = freedom + 10 * Math.sqrt(2 * freedom) + 30;
    double found = chiSquare;
    assertTrue(
        found < bound,
        () -> "chi-square " + found + ", bound " + bound + " " + Arrays.toString(taken));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8, 9, 33})
  void readyReceives(int n) throws Exception {
    onMain(
        () -> {
          List<Chan<Integer>> channels = new ArrayList<>();
          List<Case<Integer>> cases = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            int place = i;
            Chan<Integer> c = Chan.make(1);
            c.send(i);
            channels.add(c);
            cases.add(recv(c, v -> place));
          }
          int[] taken = new int[n];
          for (int i = 0; i < n * 2_000; i++) {
            int place = select(cases);
            taken[place]++;
            channels.get(place).send(place);
          }
          assertUniform(taken);
        });
  }

  @Test
  void receivesSendsClosedChannelsAndTimeouts() throws Exception {
    onMain(
        () -> {
          Chan<Integer> full = Chan.make(1);
          full.send(1);
          Chan<Integer> roomy = Chan.make(1);
          Chan<Integer> closed = Chan.make();
          closed.close();
          Chan<Integer> never = Chan.make();
          int[] taken = new int[4];
          for (int i = 0; i < 20_000; i++) {
            int place =
                select(
                    recv(never, v -> -1),
                    recv(full, v -> 0),
                    recv((Chan<Integer>) null, v -> -1),
                    send(roomy, 1, () -> 1),
                    recv(closed, v -> 2),
                    after(Duration.ZERO, () -> 3),
                    send(never, 1, () -> -1));
            taken[place]++;
            if (place == 0) {
              full.send(1);
            } else if (place == 1) {
              roomy.recv();
            }
          }
          assertUniform(taken);
        });
  }

  /** What was taken last time says nothing of the next time. */
  @Test
  void oneChoiceDoesNotDependOnTheLast() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          a.close();
          b.close();
          int[] pairs = new int[4];
          int last = 0;
          for (int i = 0; i < 20_000; i++) {
            int place = select(recv(a, v -> 0), recv(b, v -> 1));
            pairs[last * 2 + place]++;
            last = place;
          }
          assertUniform(pairs);
        });
  }

  @Test
  void otherThreadsChooseFairlyToo() throws Exception {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make();
    Chan<Integer> c = Chan.make();
    a.close();
    b.close();
    c.close();
    int[] taken = new int[3];
    for (int i = 0; i < 12_000; i++) {
      taken[select(recv(a, v -> 0), recv(b, v -> 1), recv(c, v -> 2))]++;
    }
    assertUniform(taken);
  }
}
