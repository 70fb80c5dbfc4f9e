package dev.goro.behaviour.select;

import static dev.goro.Go.go;
import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.behaviour.Runner;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * The result of a {@code select} as data: for loops that must break, and for cases made at run
 * time.
 */
class SelectedTest {
  private final Chan<String> words = Chan.make(1);
  private final Chan<Integer> numbers = Chan.make(1);

  @Test
  void aReceive() {
    words.send("w");
    Selected s = select(recv(numbers), recv(words));
    assertEquals(new Selected(1, words, "w", true), s);
    assertTrue(s.from(words));
    assertFalse(s.from(numbers));
    assertEquals("w", s.value(words));
  }

  @Test
  void aReceiveFromAClosedChannel() {
    numbers.close();
    Selected s = select(recv(numbers), recv(words));
    assertEquals(new Selected(0, numbers, null, false), s);
    assertNull(s.value(numbers));
  }

  @Test
  void aSend() {
    Selected s = select(recv(words), send(numbers, 5));
    assertEquals(new Selected(1, numbers, null, false), s);
    assertTrue(s.from(numbers));
    assertEquals(5, numbers.recv());
  }

  @Test
  void aTimeoutAndOtherwise() {
    assertEquals(
        new Selected(1, null, null, false), select(recv(words), after(Duration.ofMillis(1))));
    assertEquals(
        new Selected(2, null, null, false), select(recv(words), recv(numbers), otherwise()));
  }

  @Test
  void theIndexCountsNullChannelsToo() {
    RecvChan<String> none = null;
    numbers.send(1);
    assertEquals(2, select(recv(none), recv(words), recv(numbers), recv(none)).index());
  }

  @Test
  void theIndexIsRightAfterAWait() throws Exception {
    onMain(
        () -> {
          RecvChan<String> none = null;
          Chan<Integer> late = Chan.make();
          var s =
              Runner.start(() -> select(recv(none), recv(words), recv(numbers), recv(late)))
                  .awaitParked();
          late.send(8);
          assertEquals(new Selected(3, late, 8, true), s.result());
        });
  }

  @Test
  void theValueOfAnotherChannelIsRefused() {
    words.send("w");
    Selected s = select(recv(words), recv(numbers));
    var e = assertThrows(IllegalArgumentException.class, () -> s.value(numbers));
    assertTrue(e.getMessage().contains("case 0"), e::getMessage);
  }

  @Test
  void aLoopOverDataCanBreak() throws Exception {
    onMain(
        () -> {
          Chan<Integer> jobs = Chan.make();
          Chan<Boolean> quit = Chan.make();
          go(
              () -> {
                for (int i = 0; i < 10; i++) {
                  jobs.send(i);
                }
                quit.send(true);
              });
          var done = new ArrayList<Integer>();
          loop:
          while (true) {
            switch (select(recv(jobs), recv(quit))) {
              case Selected s when s.from(quit) -> {
                break loop;
              }
              case Selected s -> done.add(s.value(jobs));
            }
          }
          assertEquals(10, done.size());
        });
  }

  @Test
  void dataAndActionsMix() {
    words.send("w");
    Object result = select((Case<?>) recv(words), (Case<?>) recv(numbers, v -> "number " + v));
    assertEquals(new Selected(0, words, "w", true), result);
  }

  /** As Go's {@code reflect.Select}: a merge of channels whose number is known at run time only. */
  @Test
  void aMergeOfChannelsOfARunTimeNumber() throws Exception {
    onMain(
        () -> {
          int n = 17;
          var open = new ArrayList<Chan<Integer>>();
          for (int i = 0; i < n; i++) {
            Chan<Integer> c = Chan.make(i % 3);
            int from = i * 100;
            open.add(c);
            go(
                () -> {
                  for (int v = from; v < from + 100; v++) {
                    c.send(v);
                  }
                  c.close();
                });
          }
          var seen = new ArrayList<Integer>();
          while (!open.isEmpty()) {
            var cases = open.stream().map(c -> recv(c)).toList();
            Selected s = select(cases);
            if (s.ok()) {
              seen.add(s.value(open.get(s.index())));
            } else {
              open.remove(s.index());
            }
          }
          assertEquals(n * 100, seen.size());
          assertEquals(n * 100, seen.stream().distinct().count());
        });
  }
}
