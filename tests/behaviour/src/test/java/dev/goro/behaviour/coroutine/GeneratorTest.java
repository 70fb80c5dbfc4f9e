package dev.goro.behaviour.coroutine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.coroutine.CoroutineException;
import dev.goro.coroutine.Generator;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A generator as an iterator, in a loop, as a stream; and its end. */
@GoroTest(seconds = 60)
class GeneratorTest {
  private final List<String> log = new ArrayList<>();

  private Generator<Integer> upTo(int n) {
    return Generator.of(
        self -> {
          try {
            for (int i = 0; i < n; i++) {
              self.yield(i);
            }
          } finally {
            log.add("end");
          }
        });
  }

  private record Tree(Tree left, int value, Tree right) {
    static Tree of(int from, int to) {
      if (from >= to) {
        return null;
      }
      int middle = (from + to) >>> 1;
      return new Tree(of(from, middle), middle, of(middle + 1, to));
    }

    static void walk(Tree t, Generator.Self<Integer> self) {
      if (t != null) {
        walk(t.left, self);
        self.yield(t.value);
        walk(t.right, self);
      }
    }
  }

  @Test
  void aLoopThatRunsToTheEndNeedsNoClose() {
    var seen = new ArrayList<Integer>();
    for (int i : upTo(3)) {
      seen.add(i);
    }
    assertEquals(List.of(0, 1, 2), seen);
    assertEquals(List.of("end"), log);
  }

  @Test
  void itYieldsFromARecursion() {
    var tree = Tree.of(0, 1000);
    Generator<Integer> inOrder = Generator.of(self -> Tree.walk(tree, self));
    assertEquals(IntStream.range(0, 1000).boxed().toList(), inOrder.stream().toList());
  }

  @Test
  void hasNextMayBeAskedAgainAndNextUnasked() {
    var g = upTo(2);
    assertTrue(g.hasNext());
    assertTrue(g.hasNext());
    assertEquals(0, g.next());
    assertEquals(1, g.next());
    assertFalse(g.hasNext());
    assertFalse(g.hasNext());
    assertThrows(NoSuchElementException.class, g::next);
  }

  @Test
  void theBodyRunsOnlyWhenItIsAsked() {
    Generator<String> g =
        Generator.of(
            self -> {
              log.add("begin");
              self.yield("a");
              log.add("after a");
              self.yield("b");
            });
    assertEquals(List.of(), log);
    assertEquals("a", g.next());
    assertEquals(List.of("begin"), log);
    assertEquals("b", g.next());
    assertEquals(List.of("begin", "after a"), log);
    g.close();
  }

  @Test
  void nullIsAnElement() {
    Generator<String> g = Generator.of(self -> self.yield(null));
    assertTrue(g.hasNext());
    assertNull(g.next());
    assertFalse(g.hasNext());
  }

  @Test
  void closeRunsTheFinallyBlocksAndThereAreNoMoreElements() {
    try (var g = upTo(10)) {
      assertEquals(0, g.next());
      assertTrue(g.hasNext());
      g.close();
      assertEquals(List.of("end"), log);
      assertFalse(g.hasNext());
      assertThrows(NoSuchElementException.class, g::next);
    }
    assertEquals(List.of("end"), log);
    var untouched = upTo(1);
    untouched.close();
    assertFalse(untouched.hasNext());
    assertEquals(1, log.size());
  }

  @Test
  void aSecondLoopGoesOnWhereTheFirstStopped() {
    try (var g = upTo(5)) {
      for (int i : g) {
        if (i == 2) {
          break;
        }
      }
      var rest = new ArrayList<Integer>();
      g.forEach(rest::add);
      assertEquals(List.of(3, 4), rest);
    }
  }

  @Test
  void aStreamTakesWhatItNeedsAndItsCloseCloses() {
    try (var s = upTo(1_000_000).stream()) {
      assertEquals(List.of(0, 2, 4), s.filter(i -> i % 2 == 0).limit(3).toList());
      assertEquals(List.of(), log);
    }
    assertEquals(List.of("end"), log);
    assertEquals(45, upTo(10).stream().parallel().mapToInt(i -> i).sum());
  }

  @Test
  void whatLeavesTheBodyLeavesHasNextAndEndsIt() {
    Generator<Integer> g =
        Generator.of(
            self -> {
              self.yield(1);
              throw new IOException("x");
            });
    assertEquals(1, g.next());
    var thrown = assertThrows(CoroutineException.class, g::hasNext);
    assertEquals("x", thrown.getCause().getMessage());
    assertFalse(g.hasNext());
    g.close();
  }
}
