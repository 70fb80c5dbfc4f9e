package dev.goro.behaviour.time;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Go#sleep}. */
class SleepTest {
  @ParameterizedTest
  @EnumSource(Kind.class)
  void itLastsAtLeastItsTime(Kind kind) throws Exception {
    onMain(
        () -> {
          for (var time : List.of(Duration.ofNanos(1), Duration.ofNanos(70_000), ofMillis(15))) {
            long took =
                Runner.start(
                        kind,
                        () -> {
                          long start = System.nanoTime();
                          Go.sleep(time);
                          return System.nanoTime() - start;
                        })
                    .result();
            assertTrue(took >= time.toNanos(), () -> took + " ns for " + time);
          }
        });
  }

  @Test
  void zeroAndLessReturnAtOnce() throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            Go.sleep(Duration.ZERO);
            Go.sleep(ofMillis(-10));
            Go.sleep(Duration.ofSeconds(Long.MIN_VALUE));
          }
        });
  }

  @Test
  void aMissingTimeIsRefused() {
    assertThrows(NullPointerException.class, () -> Go.sleep(null));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsIt(Kind kind) throws Exception {
    onMain(
        () -> {
          for (var time : List.of(Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE))) {
            var sleeping =
                Runner.start(
                        kind,
                        () -> {
                          Go.sleep(time);
                          return null;
                        })
                    .awaitParked();
            sleeping.interrupt();
            var e = sleeping.failure(InterruptedOperationException.class);
            assertTrue(e.getMessage().contains("sleep"), e::getMessage);
            assertTrue(sleeping.interruptFlag());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onAnInterruptedThreadItIsRefused(Kind kind) throws Exception {
    onMain(
        () -> {
          var refused =
              Runner.start(
                  kind,
                  () -> {
                    Thread.currentThread().interrupt();
                    Go.sleep(Duration.ofHours(1));
                    return null;
                  });
          refused.failure(InterruptedOperationException.class);
          assertTrue(refused.interruptFlag());
        });
  }

  /**
   * A new sleep that is shorter than all others ends first, though the scheduler already waits for
   * the others.
   */
  @Test
  void aShorterSleepIsNotHeldUpByALongerOne() throws Exception {
    onMain(
        () -> {
          var longest =
              Runner.start(
                      () -> {
                        Go.sleep(Duration.ofHours(1));
                        return null;
                      })
                  .awaitParked();
          for (int i = 0; i < 20; i++) {
            Go.sleep(ofMillis(1));
          }
          longest.interrupt();
          longest.failure(InterruptedOperationException.class);
        });
  }

  /** A stall of the machine may swap two of them in one round, but not in all. */
  @Test
  void sleepersWakeInTheOrderOfTheirTimes() throws Exception {
    onMain(
        () -> {
          var rounds = new ArrayList<List<Integer>>();
          for (int round = 0; round < 8; round++) {
            int n = 8;
            Chan<Integer> woken = Chan.make(n);
            for (int i = 0; i < n; i++) {
              int place = i * 5 % n; // a permutation
              go(
                  () -> {
                    Go.sleep(ofMillis(5 + place * 25L));
                    woken.send(place);
                  });
            }
            var order = new ArrayList<Integer>();
            for (int i = 0; i < n; i++) {
              order.add(woken.recv());
            }
            if (order.equals(order.stream().sorted().toList())) {
              return;
            }
            rounds.add(order);
          }
          assertEquals(List.of(), rounds, "no round was in order");
        });
  }

  @Test
  void manySleepAtOnce() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          long start = System.nanoTime();
          int n = 20_000;
          for (int i = 0; i < n; i++) {
            wg.go(() -> Go.sleep(ofMillis(100)));
          }
          wg.await();
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          assertTrue(took.compareTo(ofMillis(100)) >= 0);
          assertTrue(took.compareTo(ofMillis(100L * n / 100)) < 0, "they sleep at once: " + took);
        });
  }
}
