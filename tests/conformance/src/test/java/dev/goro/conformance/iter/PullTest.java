package dev.goro.conformance.iter;

import static dev.goro.Go.go;
import static dev.goro.Go.goexit;
import static dev.goro.Go.numGoroutine;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Task;
import dev.goro.conformance.EachProcs;
import dev.goro.coroutine.Generator;
import java.util.ArrayList;
import java.util.List;

/** Iterators that are pulled. Go: {@code src/iter/pull_test.go}. */
class PullTest {
  private static Generator<Integer> count(int n) {
    return Generator.of(
        self -> {
          for (int i = 0; i < n; i++) {
            self.yield(i);
          }
        });
  }

  private record Square(int of, long value) {}

  private static Generator<Square> squares(int n) {
    return Generator.of(
        self -> {
          for (int i = 0; i < n; i++) {
            self.yield(new Square(i, (long) i * i));
          }
        });
  }

  @EachProcs
  void anElementAtATimeUntilTheEndOrTheStop(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = numGoroutine();
          for (int end = 0; end <= 3; end++) {
            var g = count(3);
            for (int i = 0; i < end; i++) {
              assertTrue(g.hasNext());
              assertEquals(i, g.next());
            }
            if (end < 3) {
              g.close();
            }
            assertFalse(g.hasNext());
            assertFalse(g.hasNext());
            g.close();
            g.close();
            assertFalse(g.hasNext());
            assertEquals(before, numGoroutine());
          }
        });
  }

  @EachProcs
  void pairsAreRecords(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var seen = new ArrayList<Square>();
          try (var g = squares(3)) {
            g.forEachRemaining(seen::add);
          }
          assertEquals(List.of(new Square(0, 0), new Square(1, 1), new Square(2, 4)), seen);
        });
  }

  @EachProcs
  void theBodyCannotAskItselfForTheNext(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var own = new Generator<?>[1];
          var failures = new ArrayList<Throwable>();
          Generator<Integer> g =
              Generator.of(
                  self -> {
                    failures.add(assertThrows(IllegalStateException.class, own[0]::next));
                    failures.add(assertThrows(IllegalStateException.class, own[0]::close));
                  });
          own[0] = g;
          assertFalse(g.hasNext());
          assertEquals(2, failures.size());
        });
  }

  @EachProcs
  void aYieldFromOutsideIsRefused(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var kept = new ArrayList<Generator.Self<Integer>>();
          try (Generator<Integer> g =
              Generator.of(
                  self -> {
                    kept.add(self);
                    self.yield(5);
                  })) {
            assertEquals(5, g.next());
            assertThrows(IllegalStateException.class, () -> kept.getFirst().yield(5));
          }
        });
  }

  @EachProcs
  void whatTheBodyThrowsLeavesNextOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var boom = new IllegalArgumentException("boom");
          Generator<Integer> g =
              Generator.of(
                  self -> {
                    throw boom;
                  });
          assertSame(boom, assertThrows(IllegalArgumentException.class, g::next));
          assertFalse(g.hasNext());
          g.close();
        });
  }

  private static Generator<Integer> atTheStop(Task cleanUp) {
    return Generator.of(
        self -> {
          try {
            while (true) {
              self.yield(55);
            }
          } finally {
            cleanUp.run();
          }
        });
  }

  @EachProcs
  void whatTheBodyThrowsAtTheStopLeavesItOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var boom = new IllegalArgumentException("boom");
          var g =
              atTheStop(
                  () -> {
                    throw boom;
                  });
          assertEquals(55, g.next());
          assertSame(boom, assertThrows(IllegalArgumentException.class, g::close));
          assertFalse(g.hasNext());
          g.close();
        });
  }

  /** Whether the task ends its goroutine by goexit. */
  private static boolean goexits(Task task) {
    Chan<Boolean> ended = Chan.make();
    go(
        () -> {
          boolean returned = false;
          try {
            task.run();
            returned = true;
          } finally {
            ended.send(!returned);
          }
        });
    return ended.recv();
  }

  @EachProcs
  void aGoexitInTheBodyEndsWhoAsksForTheNext(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Generator<Integer> g =
              Generator.of(
                  self -> {
                    throw goexit();
                  });
          assertTrue(goexits(g::next));
          assertFalse(g.hasNext());
          g.close();
        });
  }

  @EachProcs
  void aGoexitAtTheStopEndsWhoStops(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var g =
              atTheStop(
                  () -> {
                    throw goexit();
                  });
          assertEquals(55, g.next());
          assertTrue(goexits(g::close));
          assertFalse(g.hasNext());
          g.close();
        });
  }

  @EachProcs
  void aStopBeforeTheFirstNextBeginsNothing(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Generator<Integer> g =
              Generator.of(
                  self -> {
                    throw new AssertionError("it was not to begin");
                  });
          g.close();
          assertFalse(g.hasNext());
        });
  }
}
