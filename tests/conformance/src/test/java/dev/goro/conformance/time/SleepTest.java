package dev.goro.conformance.time;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;
import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Quit;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sleeping. Go: {@code src/time/sleep_test.go}. */
class SleepTest {
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  @EachProcs
  void aSleepLastsAtLeastItsTime(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int millis : new int[] {1, 10, 50}) {
            long start = System.nanoTime();
            sleep(Duration.ofMillis(millis));
            long slept = System.nanoTime() - start;
            assertTrue(slept >= millis * 1_000_000L, () -> "slept for " + slept + " ns only");
          }
        });
  }

  @EachProcs
  void aSleepOfNoTimeReturnsWhileCollectionsRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            together(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    System.gc();
                  }
                },
                () -> {
                  for (int i = 0; i < 200; i++) {
                    sleep(Duration.ZERO);
                    Chan<Integer> channel = Chan.make(1);
                    channel.send(i);
                    assertEquals(i, channel.recv());
                  }
                }));
  }

  @EachProcs
  void aSleepTooLongToCountDoesNotEndAndOneBelowZeroDoes(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var quit = new Quit();
          for (Duration big :
              new Duration[] {
                LONGEST, Duration.ofNanos(Long.MAX_VALUE), Duration.ofDays(200_000)
              }) {
            quit.go(
                () -> {
                  sleep(big);
                  fail("the big sleep ended");
                });
            String first =
                select(
                    recv(Timer.after(big), t -> "big timer"),
                    after(big, () -> "big timeout"),
                    after(Duration.ofMillis(15), () -> "small timeout"));
            assertEquals("small timeout", first);
          }

          for (Duration past :
              new Duration[] {Duration.ofSeconds(Long.MIN_VALUE), LONGEST.negated()}) {
            sleep(past);
            Timer.after(past).recv();
            assertEquals("past", select(after(past, () -> "past"), after(LONGEST, () -> "big")));
          }
          quit.now();
        });
  }

  @EachProcs
  void thousandsOfSleepersWakeWhileOthersExchangeValues(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int sleepers = 5_000;
          var awake = new AtomicInteger();
          var all = new WaitGroup();
          for (int i = 0; i < sleepers; i++) {
            all.go(
                () -> {
                  sleep(Duration.ofNanos(10_000));
                  awake.incrementAndGet();
                });
          }
          Chan<Integer> in = Chan.make();
          Chan<Integer> out = Chan.make();
          go(
              () -> {
                for (int v : in) {
                  out.send(v);
                }
                out.close();
              });
          for (int i = 0; i < 5_000; i++) {
            in.send(i);
            int got =
                select(recv(out, v -> v), after(Duration.ofMinutes(1), () -> fail("no answer")));
            assertEquals(i, got);
          }
          in.close();
          all.await();
          assertEquals(sleepers, awake.get());
        });
  }

  @EachProcs
  void noneOfSeveralSleepersWakesEarly(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          long start = System.nanoTime();
          var all = new WaitGroup();
          for (int slot : new int[] {5, 3, 6, 6, 6, 1, 1, 2, 7, 9, 4, 8, 0}) {
            Duration time = Duration.ofMillis(5L * slot);
            all.go(
                () -> {
                  sleep(time);
                  assertTrue(System.nanoTime() - start >= time.toNanos(), "woke too early");
                });
          }
          all.await();
        });
  }
}
