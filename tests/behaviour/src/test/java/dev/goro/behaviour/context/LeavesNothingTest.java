package dev.goro.behaviour.context;

import static dev.goro.Select.after;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Task;
import dev.goro.context.Context;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import dev.goro.time.Timer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A million of contexts that were canceled, of timers that were stopped, of selects whose time ran
 * out and of channels that nobody uses any more leave nothing in the heap. What would keep them is
 * alive meanwhile: the parent, the heaps of timers, the other channel.
 */
@GoroTest(seconds = 600)
class LeavesNothingTest {
  private static final int MANY = 1_000_000;

  /** A select that waits costs some microseconds: fewer in the short tier. */
  private static final int SELECTS = Boolean.getBoolean("goro.long") ? MANY : 100_000;

  /** Less than the smallest of what is made would need, which is one reference for each. */
  private static final long SLACK_BYTES = 400_000;

  private static final Duration HOUR = Duration.ofHours(1);

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Does it once to warm up, and then again: the heap must be as small as before. */
  private static void leavesNothing(int procs, Task many) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          many.run();
          long before = heapInUse();
          many.run();
          Eventually.that(
              "the heap is as small as before", () -> heapInUse() - before < SLACK_BYTES);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void canceledContexts(int procs) throws Exception {
    try (var parent = Context.withTimeout(Context.background(), HOUR)) {
      parent.done();
      leavesNothing(
          procs,
          () -> {
            for (int i = 0; i < MANY; i++) {
              var child = Context.withCancel(parent);
              child.cancel();
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void canceledTimeouts(int procs) throws Exception {
    try (var parent = Context.withTimeout(Context.background(), HOUR)) {
      leavesNothing(
          procs,
          () -> {
            for (int i = 0; i < MANY; i++) {
              try (var child = Context.withTimeout(parent, Duration.ofMinutes(1));
                  var grandchild = Context.withCancel(child)) {
                grandchild.done();
              }
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tasksThatWereTakenBack(int procs) throws Exception {
    try (var parent = Context.withTimeout(Context.background(), HOUR)) {
      leavesNothing(
          procs,
          () -> {
            for (int i = 0; i < MANY; i++) {
              parent.afterFunc(() -> {}).stop();
            }
            for (int i = 0; i < MANY / 10; i++) {
              int n = i;
              parent.interrupts(() -> n);
              parent.closes(() -> {}).close();
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stoppedTimers(int procs) throws Exception {
    leavesNothing(
        procs,
        () -> {
          for (int i = 0; i < MANY; i++) {
            new Timer(HOUR).stop();
          }
          var many = new Timer[MANY / 10]; // all at once
          for (int i = 0; i < many.length; i++) {
            many[i] = Timer.afterFunc(HOUR, () -> {});
          }
          for (Timer t : many) {
            t.stop();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void selectsWhoseTimeRanOut(int procs) throws Exception {
    Chan<Integer> silent = Chan.make();
    var takeSilent = recv(silent, v -> v);
    leavesNothing(
        procs,
        () -> {
          int goroutines = 100;
          var all = new WaitGroup();
          for (int g = 0; g < goroutines; g++) {
            all.go(
                () -> {
                  for (int i = 0; i < SELECTS / goroutines; i++) {
                    select(takeSilent, after(Duration.ofNanos(1), () -> 0));
                  }
                });
          }
          all.await();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void abandonedChannels(int procs) throws Exception {
    leavesNothing(
        procs,
        () -> {
          for (int i = 0; i < MANY; i++) {
            Chan<Object> abandoned = Chan.make(1);
            abandoned.send(abandoned); // with a value, which is itself
            if (i % 100 == 0) {
              Chan<Object> left = Chan.make();
              Go.go(() -> left.tryRecv(Duration.ofNanos(1)));
            }
          }
        });
  }
}
