package dev.goro.behaviour.channels;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.behaviour.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code for (var v : ch)} and streams. */
class IterationTest {
  private static Chan<Integer> closedWith(int... values) {
    Chan<Integer> c = Chan.make(values.length);
    for (int v : values) {
      c.send(v);
    }
    c.close();
    return c;
  }

  @Test
  void aLoopReceivesUntilTheChannelIsClosedAndDrained() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(2);
          go(
              () -> {
                for (int i = 0; i < 10; i++) {
                  c.send(i);
                }
                c.close();
              });
          var seen = new ArrayList<Integer>();
          for (int v : c) {
            seen.add(v);
          }
          assertEquals(IntStream.range(0, 10).boxed().toList(), seen);
        });
  }

  @Test
  void aLoopWaitsForTheNextValue() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var loop =
              Runner.start(
                  () -> {
                    int sum = 0;
                    for (int v : c) {
                      sum += v;
                    }
                    return sum;
                  });
          for (int i = 1; i <= 4; i++) {
            loop.awaitParked();
            c.send(i);
          }
          loop.awaitParked();
          c.close();
          assertEquals(10, loop.result());
        });
  }

  @Test
  void aBreakLeavesTheRest() {
    Chan<Integer> c = closedWith(1, 2, 3, 4);
    for (int v : c) {
      if (v == 2) {
        break;
      }
    }
    assertEquals(2, c.len());
    assertEquals(3, c.recv());
  }

  @Test
  void hasNextReceivesOnceAndNextDoesNotNeedIt() {
    Chan<Integer> c = closedWith(1, 2, 3);
    var values = c.iterator();
    assertTrue(values.hasNext());
    assertTrue(values.hasNext());
    assertTrue(values.hasNext());
    assertEquals(1, values.next());
    assertEquals(2, values.next());
    assertTrue(values.hasNext());
    assertEquals(3, values.next());
    assertFalse(values.hasNext());
    assertFalse(values.hasNext());
    assertThrows(NoSuchElementException.class, values::next);
  }

  @Test
  void iteratingDoesNotStartBeforeItIsAsked() {
    Chan<Integer> c = closedWith(1);
    var values = c.iterator();
    var stream = c.stream();
    assertEquals(1, c.len());
    assertEquals(1, values.next());
    assertEquals(0, stream.count());
  }

  @Test
  void aStreamIsSequentialAndOrdered() {
    Chan<Integer> c = closedWith(3, 1, 2);
    var stream = c.stream();
    assertFalse(stream.isParallel());
    assertEquals("3, 1, 2", stream.map(String::valueOf).collect(Collectors.joining(", ")));
  }

  @Test
  void aStreamThatEndsEarlyTakesNoMoreThanItGives() {
    Chan<Integer> c = closedWith(1, 2, 3, 4, 5);
    assertEquals(List.of(1, 2), c.stream().limit(2).toList());
    assertEquals(3, c.len());
    assertEquals(4, c.stream().filter(v -> v % 2 == 0).findFirst().orElseThrow());
    assertEquals(1, c.len());
  }

  @Test
  void aStreamReceivesAsValuesCome() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var sum = Runner.start(() -> c.stream().mapToInt(v -> v).sum());
          for (int i = 1; i <= 100; i++) {
            c.send(i);
          }
          c.close();
          assertEquals(5_050, sum.result());
        });
  }

  @Test
  void severalLoopsShareTheValues() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(4);
          var loops = new ArrayList<Runner<List<Integer>>>();
          for (int i = 0; i < 5; i++) {
            loops.add(Runner.start(() -> c.stream().toList()));
          }
          for (int i = 0; i < 5_000; i++) {
            c.send(i);
          }
          c.close();
          var all = new ArrayList<Integer>();
          for (var loop : loops) {
            var own = loop.result();
            assertEquals(own.stream().sorted().toList(), own, "each loop sees them in order");
            all.addAll(own);
          }
          assertEquals(IntStream.range(0, 5_000).boxed().toList(), all.stream().sorted().toList());
        });
  }
}
