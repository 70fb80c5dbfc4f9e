package dev.goro.behaviour.select;

import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Select.Case;
import dev.goro.behaviour.Runner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases that are made once and used many times. */
class ReusedCasesTest {
  @Test
  void readyCasesCanBeUsedAgain() {
    Chan<Integer> c = Chan.make(1);
    Case<Integer> receive = recv(c, v -> v);
    Case<Integer> give = send(c, 7, () -> -1);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(-1, (int) select(receive, give));
      assertEquals(7, (int) select(receive, give));
    }
  }

  @Test
  void casesThatWaitedCanBeUsedAgain() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          List<Case<Integer>> cases = List.of(recv(a, v -> v), recv(b, v -> -v));
          int n = 2_000;
          var runner =
              Runner.start(
                  () -> {
                    int sum = 0;
                    for (int i = 0; i < n; i++) {
                      sum += select(cases);
                    }
                    return sum;
                  });
          int expected = 0;
          for (int i = 0; i < n; i++) {
            if (i % 3 == 0) {
              a.send(i);
              expected += i;
            } else {
              b.send(i);
              expected -= i;
            }
          }
          assertEquals(expected, runner.result());
        });
  }

  /** Its place in the array differs from one select to the next. */
  @Test
  void aCaseCanMoveToAnotherSelect() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make(1);
          Chan<Integer> b = Chan.make(1);
          var onA = recv(a);
          var onB = recv(b);
          for (int i = 0; i < 50; i++) {
            b.send(i);
            var s = i % 2 == 0 ? select(onA, onB) : select(onB, onA, otherwise());
            assertEquals(i % 2 == 0 ? 1 : 0, s.index());
            assertEquals(i, s.value(b));
          }
        });
  }

  @Test
  void oneCaseMayStandTwiceInASelect() {
    Chan<Integer> c = Chan.make(1);
    var once = recv(c);
    int[] taken = new int[2];
    for (int i = 0; i < 400; i++) {
      c.send(i);
      taken[select(once, once).index()]++;
    }
    assertTrue(taken[0] > 0 && taken[1] > 0);
  }

  @Test
  void aTimeoutCountsItsTimeFromEachSelect() {
    Chan<Integer> never = Chan.make();
    var time = Duration.ofMillis(10);
    List<Case<String>> cases = List.of(recv(never, v -> "got"), after(time, () -> "late"));
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertEquals("late", select(cases));
      long took = System.nanoTime() - start;
      assertTrue(took >= time.toNanos(), () -> took + " ns");
    }
  }

  /** A timeout that lost is stopped: it does not end a later wait with the same cases. */
  @Test
  void aTimeoutThatLostDoesNotEndALaterSelect() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var time = Duration.ofMillis(40);
          List<Case<String>> cases = List.of(recv(c, v -> "got"), after(time, () -> "late"));
          var runner =
              Runner.start(
                  () -> {
                    String first = select(cases);
                    long start = System.nanoTime();
                    String second = select(cases);
                    return List.of(first, second, System.nanoTime() - start >= time.toNanos());
                  });
          runner.awaitParked();
          boolean met = c.trySend(1);
          assertEquals(List.of(met ? "got" : "late", "late", true), runner.result());
        });
  }

  /** What a select took is not kept by its cases. */
  @Test
  void aCaseDoesNotKeepWhatItReceived() {
    Chan<Object> c = Chan.make(1);
    Case<Boolean> receive = recv(c, v -> v != null);
    c.send(new byte[16]);
    Object held = new byte[16];
    var reference = new java.lang.ref.WeakReference<>(held);
    select(receive);
    c.send(held);
    held = null;
    select(receive);
    dev.goro.testing.Eventually.that(
        "the value is collected",
        () -> {
          System.gc();
          return reference.get() == null;
        });
    assertEquals(0, c.len());
    assertTrue(select(receive, otherwise(() -> true)));
  }
}
