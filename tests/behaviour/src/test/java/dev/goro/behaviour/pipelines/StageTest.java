package dev.goro.behaviour.pipelines;

import static dev.goro.Go.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.channels.Stage;
import dev.goro.channels.Stages;
import dev.goro.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all stages have in common: how they end. */
class StageTest {
  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static <T> List<T> all(Iterable<T> stage) {
    var values = new ArrayList<T>();
    stage.forEach(values::add);
    return values;
  }

  @Test
  void aListIsSentInOrder() throws Exception {
    Leaks.none(() -> assertEquals(upTo(100), all(Stages.from(upTo(100)))));
  }

  @Test
  void aFunctionGeneratesUntilItGivesNull() throws Exception {
    Leaks.none(
        () -> {
          var next = new AtomicInteger();
          var stage =
              Stages.generate(
                  () -> {
                    int n = next.getAndIncrement();
                    return n < 5 ? n : null;
                  });
          assertEquals(upTo(5), all(stage));
          assertNull(stage.channel().recv());
        });
  }

  @Test
  void aFunctionIsNotAskedAheadOfTheReader() throws Exception {
    Leaks.none(
        () -> {
          var asked = new AtomicInteger();
          try (var stage = Stages.generate(asked::incrementAndGet)) {
            for (int i = 1; i <= 10; i++) {
              assertEquals(i, stage.channel().recv());
              assertTrue(asked.get() <= i + 1);
            }
          }
        });
  }

  @Test
  void drainCountsWhatItThrowsAway() throws Exception {
    Leaks.none(
        () -> {
          assertEquals(50, Stages.drain(Stages.from(upTo(50))));
          Chan<Integer> c = Chan.make(3);
          c.send(1);
          c.send(2);
          c.close();
          assertEquals(2, Stages.drain(c));
        });
  }

  @Test
  void closeEndsAStageThatWaitsForItsReader() throws Exception {
    Leaks.none(
        () -> {
          var stage = Stages.from(upTo(1_000));
          assertEquals(0, stage.channel().recv());
          stage.close();
          assertNull(stage.channel().recv());
          assertTrue(stage.failure().isEmpty());
          stage.close();
        });
  }

  @Test
  void closeEndsAStageThatWaitsForItsInput() throws Exception {
    Leaks.none(
        () -> {
          Chan<Integer> silent = Chan.make();
          for (var stage :
              List.of(
                  Stages.merge(silent, silent),
                  Stages.map(silent, 3, v -> v),
                  Stages.mapUnordered(silent, 3, v -> v),
                  Stages.batch(silent, 3, Duration.ofHours(1)),
                  Stages.debounce(silent, Duration.ofHours(1)))) {
            stage.close();
            assertFalse(stage.iterator().hasNext());
          }
          assertFalse(silent.trySend(1), "nobody waits for it");
        });
  }

  @Test
  void closeInterruptsAFunction() throws Exception {
    Leaks.none(
        () -> {
          var interrupted = new AtomicInteger();
          Stages.Mapping<Integer, Integer> sleepy =
              v -> {
                try {
                  Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                  interrupted.incrementAndGet();
                  throw e;
                }
                return v;
              };
          var running = new AtomicInteger();
          var ordered =
              Stages.<Integer, Integer>map(
                  upTo(10),
                  4,
                  v -> {
                    running.incrementAndGet();
                    return sleepy.apply(v);
                  });
          Eventually.equal("mappings under way", 4, running::get);
          ordered.close();
          assertEquals(4, interrupted.get(), "close waits for what it interrupts");
          assertTrue(ordered.failure().isEmpty(), "an end by close is no failure");
        });
  }

  @Test
  void closeEndsTheStagesThatItReadsFrom() throws Exception {
    Leaks.none(
        () -> {
          var numbers = Stages.generate(() -> 1);
          try (var pipeline =
              Stages.batch(
                  Stages.map(
                      Stages.mapUnordered(Stages.merge(numbers, Stages.from(upTo(9))), 2, v -> v),
                      2,
                      v -> v),
                  2,
                  Duration.ofSeconds(1))) {
            assertEquals(2, pipeline.channel().recv().size());
          }
          assertNull(numbers.channel().recv());
        });
  }

  @Test
  void theChannelOfAStageIsReadWithoutEndingTheStage() throws Exception {
    Leaks.none(
        () -> {
          try (var numbers = Stages.generate(() -> 1)) {
            try (var copy = Stages.merge(numbers.channel())) {
              assertEquals(1, copy.channel().recv());
            }
            assertEquals(1, numbers.channel().recv());
          }
        });
  }

  @Test
  void whatAnInputThrowsReachesTheLastReader() throws Exception {
    Leaks.none(
        () -> {
          Iterable<Integer> broken =
              () ->
                  new java.util.Iterator<>() {
                    private int n;

                    @Override
                    public boolean hasNext() {
                      if (n == 3) {
                        throw new IllegalStateException("broken");
                      }
                      return true;
                    }

                    @Override
                    public Integer next() {
                      return n++;
                    }
                  };
          var values = new ArrayList<Integer>();
          var stage =
              Stages.debounce(Stages.map(Stages.from(broken), 2, v -> v), Duration.ofHours(1));
          var e = assertThrows(CompletionException.class, () -> stage.forEach(values::add));
          assertEquals("broken", e.getCause().getMessage());
          assertEquals(List.of(2), values, "the last value is passed on");
          assertSame(e.getCause(), stage.failure().orElseThrow());
        });
  }

  @Test
  void aFailureEndsTheStagesThatItReadsFrom() throws Exception {
    Leaks.none(
        () -> {
          var numbers = Stages.generate(() -> 1);
          var stage =
              Stages.mapUnordered(
                  numbers,
                  3,
                  v -> {
                    throw new IOException("no");
                  });
          assertThrows(CompletionException.class, () -> Stages.drain(stage));
          Stages.drain(numbers);
        });
  }

  @Test
  void goexitInAFunctionIsAFailure() throws Exception {
    Leaks.none(
        () -> {
          var stage =
              Stages.map(
                  upTo(3),
                  1,
                  v -> {
                    throw Go.goexit();
                  });
          assertThrows(CompletionException.class, () -> Stages.drain(stage));
        });
  }

  @Test
  void whatHappensAfterTheEndOfAPipelineIsNoFailure() throws Exception {
    Leaks.none(
        () -> {
          var stage = Stages.from(upTo(1));
          var values = stage.iterator();
          assertTrue(values.hasNext());
          assertTrue(values.hasNext());
          assertEquals(0, values.next());
          assertFalse(values.hasNext());
          assertThrows(NoSuchElementException.class, values::next);
          stage.close();
          assertTrue(stage.failure().isEmpty());
        });
  }

  @Test
  void readersShareTheValues() throws Exception {
    Leaks.none(
        () -> {
          Stage<Integer> stage = Stages.from(upTo(1_000));
          Chan<Integer> counts = Chan.make();
          for (int i = 0; i < 4; i++) {
            go(() -> counts.send((int) Stages.drain(stage)));
          }
          int sum = 0;
          for (int i = 0; i < 4; i++) {
            sum += counts.recv();
          }
          assertEquals(1_000, sum);
        });
  }

  @Test
  void closeOnAnInterruptedThreadWaitsAndKeepsTheFlag() throws Exception {
    Leaks.none(
        () -> {
          var ended = new AtomicBoolean();
          var stage =
              Stages.generate(
                  () -> {
                    try {
                      Thread.sleep(Duration.ofHours(1));
                      return 1;
                    } finally {
                      ended.set(true);
                    }
                  });
          Chan<Boolean> result = Chan.make();
          go(
              () -> {
                Thread.currentThread().interrupt();
                stage.close();
                boolean kept = Thread.interrupted();
                result.send(kept);
              });
          assertTrue(result.recv());
        });
  }

  @Test
  void aFunctionMayCloseItsOwnStage() throws Exception {
    Leaks.none(
        () -> {
          Chan<Stage<Integer>> self = Chan.make(1);
          Stage<Integer> stage =
              Stages.map(
                  upTo(3),
                  1,
                  v -> {
                    self.recv().close();
                    return v;
                  });
          self.send(stage);
          Stages.drain(stage);
          assertTrue(stage.failure().isEmpty());
        });
  }

  @Test
  void missingArgumentsAreRefusedBeforeAnyGoroutineStarts() throws Exception {
    Leaks.none(
        () -> {
          assertThrows(NullPointerException.class, () -> Stages.from(null));
          assertThrows(NullPointerException.class, () -> Stages.generate(null));
          assertThrows(NullPointerException.class, () -> Stages.map(upTo(1), 1, null));
          assertThrows(NullPointerException.class, () -> Stages.batch(upTo(1), 1, null));
          assertThrows(NullPointerException.class, () -> Stages.debounce(upTo(1), null));
          assertThrows(NullPointerException.class, () -> Stages.throttle(upTo(1), null));
          for (int none : new int[] {0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> Stages.map(upTo(1), none, v -> v));
            assertThrows(
                IllegalArgumentException.class, () -> Stages.mapUnordered(upTo(1), none, v -> v));
            assertThrows(
                IllegalArgumentException.class, () -> Stages.batch(upTo(1), none, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> Stages.tee(upTo(1), none));
          }
        });
  }
}
