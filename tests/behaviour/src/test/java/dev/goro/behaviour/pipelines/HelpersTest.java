package dev.goro.behaviour.pipelines;

import static dev.goro.Go.go;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.channels.Stage;
import dev.goro.channels.Stages;
import dev.goro.testing.Eventually;
import dev.goro.time.Limiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each helper does with the values. */
class HelpersTest {
  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static <T> List<T> all(Iterable<T> stage) {
    var values = new ArrayList<T>();
    stage.forEach(values::add);
    return values;
  }

  // ---- merge and tee

  @Test
  void mergeGivesAllValuesAndKeepsTheOrderOfEachInput() throws Exception {
    Leaks.none(
        () -> {
          var merged =
              all(Stages.merge(Stages.from(upTo(100)), upTo(200).subList(100, 200), closed()));
          assertEquals(200, merged.size());
          assertEquals(upTo(100), merged.stream().filter(v -> v < 100).toList());
          assertEquals(upTo(200).subList(100, 200), merged.stream().filter(v -> v >= 100).toList());
        });
  }

  private static Chan<Integer> closed() {
    Chan<Integer> c = Chan.make();
    c.close();
    return c;
  }

  @Test
  void mergeOfNothingEndsAtOnce() throws Exception {
    Leaks.none(() -> assertEquals(List.of(), all(Stages.<Integer>merge())));
  }

  @Test
  void aFailedInputEndsAMergeThoughOthersGoOn() throws Exception {
    Leaks.none(
        () -> {
          var stage =
              Stages.merge(
                  Stages.generate(() -> 1),
                  Stages.<Integer>generate(
                      () -> {
                        throw new IOException("down");
                      }));
          var e = assertThrows(CompletionException.class, () -> Stages.drain(stage));
          assertEquals("down", e.getCause().getMessage());
        });
  }

  @Test
  void teeGivesEachValueToAllInWhateverOrderTheyRead() throws Exception {
    Leaks.none(
        () -> {
          var copies = Stages.tee(upTo(20), 3);
          for (int i = 0; i < 20; i++) {
            for (int c : i % 2 == 0 ? new int[] {0, 1, 2} : new int[] {2, 0, 1}) {
              assertEquals(i, copies.get(c).channel().recv());
            }
          }
          for (var copy : copies) {
            assertNull(copy.channel().recv());
          }
        });
  }

  @Test
  void teeGoesOnWithoutACopyThatIsClosedAndEndsWithTheLast() throws Exception {
    Leaks.none(
        () -> {
          var numbers = Stages.generate(() -> 1);
          var copies = Stages.tee(numbers, 3);
          copies.get(0).channel().recv();
          copies.get(0).close();
          copies.get(1).close();
          for (int i = 0; i < 10; i++) {
            assertEquals(1, copies.get(2).channel().recv());
          }
          copies.get(2).close();
          assertNull(numbers.channel().recv());
        });
  }

  @Test
  void theFailureOfATeesInputReachesAllCopies() throws Exception {
    Leaks.none(
        () -> {
          var failing =
              Stages.map(
                  upTo(9),
                  1,
                  v -> {
                    if (v == 3) {
                      throw new IOException("three");
                    }
                    return v;
                  });
          Chan<String> ends = Chan.make();
          for (var copy : Stages.tee(failing, 3)) {
            go(
                () -> {
                  var values = new ArrayList<Integer>();
                  try {
                    copy.forEach(values::add);
                    ends.send("no failure");
                  } catch (CompletionException e) {
                    ends.send(values + " " + e.getCause().getMessage());
                  }
                });
          }
          for (int i = 0; i < 3; i++) {
            assertEquals("[0, 1, 2] three", ends.recv());
          }
        });
  }

  // ---- maps

  @Test
  void mapKeepsTheOrderThoughLaterValuesAreReadySooner() throws Exception {
    Leaks.none(
        () -> {
          var later = Chan.<Boolean>make(7);
          var images =
              all(
                  Stages.map(
                      upTo(64),
                      8,
                      v -> {
                        if (v % 8 == 0) {
                          for (int i = 0; i < 7; i++) {
                            later.recv(); // the seven after it are done
                          }
                        } else {
                          later.send(true);
                        }
                        return v * v;
                      }));
          assertEquals(upTo(64).stream().map(v -> v * v).toList(), images);
        });
  }

  @Test
  void mapsRunNoMoreThanTheyMayAtOnce() throws Exception {
    Leaks.none(
        () -> {
          for (int parallelism : new int[] {1, 2, 5}) {
            var now = new AtomicInteger();
            var most = new AtomicInteger();
            Stages.Mapping<Integer, Integer> counted =
                v -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Go.sleep(ofMillis(1));
                  now.decrementAndGet();
                  return v;
                };
            assertEquals(40, Stages.drain(Stages.map(upTo(40), parallelism, counted)));
            assertEquals(40, Stages.drain(Stages.mapUnordered(upTo(40), parallelism, counted)));
            assertTrue(most.get() <= parallelism, most + " of " + parallelism);
          }
        });
  }

  @Test
  void mapsRunAsManyAtOnceAsTheyMay() throws Exception {
    Leaks.none(
        () -> {
          for (boolean ordered : new boolean[] {true, false}) {
            Chan<Integer> gate = Chan.make();
            var now = new AtomicInteger();
            Stages.Mapping<Integer, Integer> gated =
                v -> {
                  now.incrementAndGet();
                  gate.recv();
                  return v;
                };
            try (var stage =
                ordered
                    ? Stages.map(upTo(40), 5, gated)
                    : Stages.mapUnordered(upTo(40), 5, gated)) {
              Eventually.equal("mappings at once", 5, now::get);
              gate.close();
              assertEquals(40, Stages.drain(stage));
            }
          }
        });
  }

  @Test
  void mapUnorderedGivesWhatIsReady() throws Exception {
    Leaks.none(
        () -> {
          Chan<Boolean> othersSeen = Chan.make();
          try (var stage =
              Stages.mapUnordered(
                  upTo(10),
                  2,
                  v -> {
                    if (v == 0) {
                      othersSeen.recv();
                    }
                    return v;
                  })) {
            for (int i = 1; i < 10; i++) {
              assertEquals(i, stage.channel().recv());
            }
            othersSeen.close();
            assertEquals(0, stage.channel().recv());
          }
        });
  }

  @Test
  void mapGivesTheImagesBeforeAFailureInOrder() throws Exception {
    Leaks.none(
        () -> {
          for (int round = 0; round < 50; round++) {
            Stage<Integer> stage =
                Stages.map(
                    upTo(20),
                    4,
                    v -> {
                      if (v >= 7) {
                        throw new IOException("failed at " + v);
                      }
                      return v;
                    });
            var images = new ArrayList<Integer>();
            var e = assertThrows(CompletionException.class, () -> stage.forEach(images::add));
            assertEquals(upTo(7), images);
            assertEquals("failed at 7", e.getCause().getMessage());
          }
        });
  }

  @Test
  void anImageOfNullIsAFailureThatNamesTheValue() throws Exception {
    Leaks.none(
        () -> {
          for (var stage :
              List.of(
                  Stages.map(List.of("x"), 1, v -> null),
                  Stages.mapUnordered(List.of("x"), 1, v -> null))) {
            var e = assertThrows(CompletionException.class, () -> Stages.drain(stage));
            assertTrue(e.getCause().getMessage().contains("mapping of x"), e::toString);
          }
        });
  }

  // ---- batch

  @Test
  void aFullBatchIsGivenAwayAtOnceAndTheRestAtTheEnd() throws Exception {
    Leaks.none(
        () ->
            assertEquals(
                List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7)),
                all(Stages.batch(upTo(8), 3, ofHours(1)))));
  }

  @Test
  void aBatchIsGivenAwayWhenItsTimeIsOver() throws Exception {
    Leaks.none(
        () -> {
          Chan<Integer> c = Chan.make();
          try (var stage = Stages.batch(c, 100, ofMillis(20))) {
            long start = System.nanoTime();
            c.send(1);
            assertEquals(1, stage.channel().recv().getFirst());
            long took = System.nanoTime() - start;
            assertTrue(took >= ofMillis(20).toNanos(), () -> took + " ns");
            c.send(2);
            c.close();
            assertEquals(List.of(2), stage.channel().recv());
            assertNull(stage.channel().recv());
          }
        });
  }

  @Test
  void aBatchOfNoTimeTakesWhatIsThere() throws Exception {
    Leaks.none(
        () -> {
          Chan<Integer> c = Chan.make(10);
          for (int i = 0; i < 5; i++) {
            c.send(i);
          }
          try (var stage = Stages.batch(c, 100, Duration.ZERO)) {
            assertEquals(upTo(5), stage.channel().recv());
          }
        });
  }

  @Test
  void aBatchIsGivenAwayBeforeTheFailureOfItsInput() throws Exception {
    Leaks.none(
        () -> {
          Stage<List<Integer>> stage =
              Stages.batch(
                  Stages.map(
                      upTo(5),
                      1,
                      v -> {
                        if (v == 4) {
                          throw new IOException("four");
                        }
                        return v;
                      }),
                  3,
                  ofHours(1));
          var batches = new ArrayList<List<Integer>>();
          assertThrows(CompletionException.class, () -> stage.forEach(batches::add));
          assertEquals(List.of(List.of(0, 1, 2), List.of(3)), batches);
        });
  }

  // ---- throttle and debounce

  @Test
  void throttleDropsNothingAndKeepsToItsLimit() throws Exception {
    Leaks.none(
        () -> {
          long start = System.nanoTime();
          assertEquals(
              upTo(6), all(Stages.throttle(upTo(6), new Limiter(Limiter.every(ofMillis(10)), 1))));
          long took = System.nanoTime() - start;
          assertTrue(took >= ofMillis(50).toNanos(), () -> took + " ns");
        });
  }

  @Test
  void aThrottleThatWouldNeverLetAValueThroughFails() throws Exception {
    Leaks.none(
        () ->
            assertThrows(
                CompletionException.class,
                () -> Stages.drain(Stages.throttle(upTo(2), new Limiter(0, 1)))));
  }

  @Test
  void debounceGivesTheLastValueOfARush() throws Exception {
    Leaks.none(
        () -> {
          Chan<Integer> c = Chan.make();
          try (var stage = Stages.debounce(c, ofMillis(30))) {
            // A stall of the machine may let more than the last through, but not the wrong last.
            var seen = new ArrayList<Integer>();
            for (int round = 0; round < 3; round++) {
              for (int i = 0; i <= 9; i++) {
                c.send(round * 10 + i);
              }
              int last = round * 10 + 9;
              int value;
              do {
                value = stage.channel().recv();
                seen.add(value);
              } while (value != last);
            }
            assertTrue(seen.size() < 30, "nothing was dropped of " + seen);
          }
        });
  }

  @Test
  void debounceGivesTheNewestToAReaderThatComesLate() throws Exception {
    Leaks.none(
        () -> {
          Chan<Integer> c = Chan.make();
          try (var stage = Stages.debounce(c, ofMillis(1))) {
            for (int i = 0; i < 5; i++) {
              c.send(i);
              Go.sleep(ofMillis(5));
            }
            assertEquals(4, stage.channel().recv());
            assertFalse(stage.channel().tryRecv(ofMillis(10)).isPresent());
          }
        });
  }

  @Test
  void debounceGivesTheLastValueAtTheEnd() throws Exception {
    Leaks.none(() -> assertEquals(List.of(4), all(Stages.debounce(upTo(5), ofHours(1)))));
  }
}
