package dev.goro.behaviour.loop;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;

import dev.goro.Go;
import dev.goro.Task;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.When;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers, waits, shields and loops that are over leave no objects, goroutines and threads. */
@GoroTest(seconds = 300)
class LoopLeavesNothingTest {
  private static final int MANY = Boolean.getBoolean("goro.long") ? 1_000_000 : 100_000;

  /** Less than one reference for each would need. */
  private static final long SLACK_BYTES = 300_000;

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void leavesNothing(int procs, Task many) throws Exception {
    onMainAtProcs(
        procs,
        () ->
            EventLoop.run(
                () -> {
                  many.run();
                  long before = heapInUse();
                  many.run();
                  Eventually.that(
                      "the heap is as small as before", () -> heapInUse() - before < SLACK_BYTES);
                }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void timersThatWereCancelled(int procs) throws Exception {
    leavesNothing(
        procs,
        () -> {
          var loop = EventLoop.current();
          for (int i = 0; i < MANY; i++) {
            loop.callLater(ofHours(1), () -> {}).cancel();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tasksThatEnded(int procs) throws Exception {
    leavesNothing(
        procs,
        () -> {
          var loop = EventLoop.current();
          for (int i = 0; i < MANY; i++) {
            loop.timeout(ofHours(1), () -> loop.task(() -> 1).await());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void waitsForWhatGoesOn(int procs) throws Exception {
    leavesNothing(
        procs,
        () -> {
          var loop = EventLoop.current();
          LoopPromise<Integer> goesOn = kept(loop);
          for (int i = 0; i < MANY / 10; i++) {
            loop.waitUntil(List.of(goesOn), When.ALL_COMPLETED, ZERO);
            loop.shield(goesOn).cancel();
            loop.sleep(ZERO);
          }
        });
  }

  private LoopPromise<Integer> kept;

  private LoopPromise<Integer> kept(EventLoop loop) {
    if (kept == null) {
      kept = loop.promise();
    }
    return kept;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void loopsThatEnded(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          long threads = loopThreads();
          for (int i = 0; i < 200; i++) {
            EventLoop.run(
                () -> {
                  var loop = EventLoop.current();
                  loop.task(() -> loop.sleep(ofHours(1)));
                  loop.sleep(ZERO);
                });
          }
          Eventually.atMost("goroutines", before, Go::numGoroutine);
          Eventually.that("their threads have ended", () -> loopThreads() <= threads);
        });
  }

  private static long loopThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("goro-onethread-"))
        .count();
  }
}
