package dev.goro.bridges.executor;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.bridges.Caller;
import dev.goro.bridges.Interruptible;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ExecutorService.invokeAll}, without and with a time limit. */
@ParameterizedClass
@EnumSource(Caller.class)
class InvokeAllTest {
  @Parameter Caller caller;

  @Test
  void itReturnsTheFuturesInTheOrderOfTheTasksAllDone() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
              int n = i;
              tasks.add(
                  () -> {
                    assertNotEquals(0, Go.goid());
                    return n;
                  });
            }
            for (var futures :
                List.of(executor.invokeAll(tasks), executor.invokeAll(tasks, 1, DAYS))) {
              assertEquals(100, futures.size());
              for (int i = 0; i < 100; i++) {
                assertTrue(futures.get(i).isDone());
                assertEquals(i, futures.get(i).get());
              }
            }
          }
        });
  }

  @Test
  void noTasksGiveNoFutures() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<String>> none = List.of();
            assertEquals(List.of(), executor.invokeAll(none));
            assertEquals(List.of(), executor.invokeAll(none, 1, DAYS));
          }
        });
  }

  @Test
  void aFailureStopsNoOtherTask() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var thrown = new IOException("no network");
            List<Callable<String>> tasks =
                List.of(
                    () -> {
                      throw thrown;
                    },
                    () -> "fine");
            for (var futures :
                List.of(executor.invokeAll(tasks), executor.invokeAll(tasks, 1, DAYS))) {
              var failure = assertThrows(ExecutionException.class, futures.getFirst()::get);
              assertSame(thrown, failure.getCause());
              assertEquals("fine", futures.getLast().get());
            }
          }
        });
  }

  @Test
  void nullIsRefusedAndTheTasksBeforeItAreCancelled() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<String>> none = List.of();
            assertThrows(NullPointerException.class, () -> executor.invokeAll(null));
            assertThrows(NullPointerException.class, () -> executor.invokeAll(null, 1, DAYS));
            assertThrows(NullPointerException.class, () -> executor.invokeAll(none, 1, null));
            Callable<String> forever =
                () -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return "";
                };
            // The close of the executor would wait for it for ever, were it not interrupted.
            List<Callable<String>> withNull = Arrays.asList(forever, null);
            assertThrows(NullPointerException.class, () -> executor.invokeAll(withNull));
            assertThrows(NullPointerException.class, () -> executor.invokeAll(withNull, 1, DAYS));
          }
        });
  }

  @Test
  void whatHasNotEndedWithinTheTimeIsCancelledAndTheRestKeepsItsResult() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Interruptible slow = new Interruptible();
            List<Callable<String>> tasks =
                List.of(
                    () -> {
                      slow.awaitBegin();
                      return "quick";
                    },
                    slow);
            // Until the quick one was quick enough: nobody knows how busy the machine is.
            List<Future<String>> futures = executor.invokeAll(tasks, 500, MILLISECONDS);
            assertTrue(futures.stream().allMatch(Future::isDone));
            assertEquals("quick", futures.getFirst().get());
            assertTrue(futures.getLast().isCancelled());
            assertTrue(slow.wasInterrupted());
          }
        });
  }

  @Test
  void withoutTimeAllAreCancelledOrDone() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Callable<String> forever =
                () -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return "";
                };
            for (long none : new long[] {0, -1}) {
              var futures = executor.invokeAll(List.of(forever, forever), none, DAYS);
              assertEquals(2, futures.size());
              assertTrue(futures.stream().allMatch(Future::isCancelled));
            }
          }
        });
  }

  @Test
  void anInterruptEndsItAndCancelsTheTasks() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            for (boolean timed : new boolean[] {false, true}) {
              var first = new Interruptible();
              var second = new Interruptible();
              List<Callable<String>> tasks = List.of(first, second);
              Parked waiting =
                  Parked.in(
                      () -> {
                        if (timed) {
                          executor.invokeAll(tasks, 1, DAYS);
                        } else {
                          executor.invokeAll(tasks);
                        }
                      });
              first.awaitBegin();
              second.awaitBegin();
              waiting.interrupt();
              assertTrue(first.wasInterrupted());
              assertTrue(second.wasInterrupted());
            }
            assertFalse(executor.isShutdown());
          }
        });
  }
}
