package dev.goro.bridges.executor;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.bridges.Caller;
import dev.goro.bridges.Interruptible;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ExecutorService.invokeAny}, without and with a time limit. */
@ParameterizedClass
@EnumSource(Caller.class)
class InvokeAnyTest {
  private static final Callable<String> FAILS =
      () -> {
        throw new IOException("no network");
      };

  @Parameter Caller caller;

  @Test
  void itReturnsAResultAndInterruptsTheOtherTasks() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            for (boolean timed : new boolean[] {false, true}) {
              var slow = new Interruptible();
              List<Callable<String>> tasks =
                  List.of(
                      slow,
                      () -> {
                        slow.awaitBegin();
                        return "quick";
                      });
              assertEquals(
                  "quick", timed ? executor.invokeAny(tasks, 1, DAYS) : executor.invokeAny(tasks));
              assertTrue(slow.wasInterrupted());
            }
          }
        });
  }

  @Test
  void aTaskIsAGoroutine() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Callable<Long> goid = Go::goid;
            assertNotEquals(0, executor.invokeAny(List.of(goid)));
          }
        });
  }

  @Test
  void theResultMayBeNull() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Callable<String> nothing = () -> null;
            assertNull(executor.invokeAny(List.of(nothing)));
            assertNull(executor.invokeAny(List.of(nothing), 1, DAYS));
          }
        });
  }

  @Test
  void failuresDoNotMatterIfOneSucceeds() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<String>> tasks = List.of(FAILS, FAILS, () -> "fine", FAILS);
            assertEquals("fine", executor.invokeAny(tasks));
            assertEquals("fine", executor.invokeAny(tasks, 1, DAYS));
          }
        });
  }

  @Test
  void ifAllFailOneOfTheirExceptionsIsTheCause() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<String>> tasks = List.of(FAILS, FAILS);
            var failure = assertThrows(ExecutionException.class, () -> executor.invokeAny(tasks));
            assertInstanceOf(IOException.class, failure.getCause());
            failure =
                assertThrows(ExecutionException.class, () -> executor.invokeAny(tasks, 1, DAYS));
            assertInstanceOf(IOException.class, failure.getCause());
          }
        });
  }

  @Test
  void noTasksAreRefused() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            List<Callable<String>> none = List.of();
            assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(none));
            assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(none, 1, DAYS));
          }
        });
  }

  @Test
  void nullIsRefusedAndTheTasksBeforeItAreInterrupted() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            assertThrows(NullPointerException.class, () -> executor.invokeAny(null));
            assertThrows(NullPointerException.class, () -> executor.invokeAny(null, 1, DAYS));
            List<Callable<String>> one = List.of(() -> "result");
            assertThrows(NullPointerException.class, () -> executor.invokeAny(one, 1, null));
            Callable<String> forever =
                () -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return "";
                };
            // The close of the executor would wait for it for ever, were it not interrupted.
            List<Callable<String>> withNull = Arrays.asList(forever, null);
            assertThrows(NullPointerException.class, () -> executor.invokeAny(withNull));
            assertThrows(NullPointerException.class, () -> executor.invokeAny(withNull, 1, DAYS));
          }
        });
  }

  @Test
  void ifNoneEndsWithinTheTimeAllAreInterrupted() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Callable<String> forever =
                () -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return "";
                };
            List<Callable<String>> tasks = List.of(forever, FAILS, forever);
            for (long limit : new long[] {5, 0, -1}) {
              assertThrows(
                  TimeoutException.class, () -> executor.invokeAny(tasks, limit, MILLISECONDS));
            }
          }
        });
  }

  @Test
  void anInterruptEndsItAndInterruptsTheTasks() throws Exception {
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
                          executor.invokeAny(tasks, 1, DAYS);
                        } else {
                          executor.invokeAny(tasks);
                        }
                      });
              first.awaitBegin();
              second.awaitBegin();
              waiting.interrupt();
              assertTrue(first.wasInterrupted());
              assertTrue(second.wasInterrupted());
            }
          }
        });
  }
}
