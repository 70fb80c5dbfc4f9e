package dev.goro.bridges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Goroutines as the subtasks of a {@code StructuredTaskScope}, by the thread factory. */
@ParameterizedClass
@EnumSource(Caller.class)
class StructuredTaskScopeTest {
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  @Parameter Caller caller;

  private static <T, R> StructuredTaskScope<T, R> open(Joiner<T, R> joiner) {
    return StructuredTaskScope.open(joiner, c -> c.withThreadFactory(Go.threadFactory()));
  }

  @Test
  void subtasksAreGoroutines() throws Exception {
    caller.run(
        () -> {
          try (var scope = open(Joiner.<Long>awaitAllSuccessfulOrThrow())) {
            var first = scope.fork(Go::goid);
            var second = scope.fork(Go::goid);
            scope.join();
            assertNotEquals(0, first.get());
            assertNotEquals(first.get(), second.get());
          }
        });
  }

  @Test
  void theFailureOfOneEndsTheOthersInTheirChannelOperations() throws Exception {
    caller.run(
        () -> {
          var thrown = new IOException("no network");
          var slow = new Interruptible();
          try (var scope = open(Joiner.<String>awaitAllSuccessfulOrThrow())) {
            scope.fork((Callable<String>) slow);
            scope.fork(
                () -> {
                  slow.awaitBegin();
                  throw thrown;
                });
            var failure = assertThrows(StructuredTaskScope.FailedException.class, scope::join);
            assertSame(thrown, failure.getCause());
          }
          assertTrue(slow.wasInterrupted());
        });
  }

  @Test
  void theFirstResultEndsTheOthers() throws Exception {
    caller.run(
        () -> {
          var slow = new Interruptible();
          try (var scope = open(Joiner.<String>anySuccessfulResultOrThrow())) {
            scope.fork((Callable<String>) slow);
            scope.fork(
                () -> {
                  slow.awaitBegin();
                  return "quick";
                });
            assertEquals("quick", scope.join());
          }
          assertTrue(slow.wasInterrupted());
        });
  }

  @Test
  void aTimeLimitEndsThem() throws Exception {
    caller.run(
        () -> {
          try (var scope =
              StructuredTaskScope.open(
                  Joiner.<String>awaitAllSuccessfulOrThrow(),
                  c ->
                      c.withThreadFactory(Go.threadFactory()).withTimeout(Duration.ofMillis(20)))) {
            // The close of the scope would wait for it for ever, were it not interrupted.
            scope.fork(() -> Chan.<String>make().recv());
            assertThrows(StructuredTaskScope.TimeoutException.class, scope::join);
          }
        });
  }

  @Test
  void scopedValuesAreHandedDown() throws Exception {
    caller.run(
        () ->
            ScopedValue.where(USER, "gopher")
                .call(
                    () -> {
                      try (var scope = open(Joiner.<String>awaitAllSuccessfulOrThrow())) {
                        var user = scope.fork(USER::get);
                        scope.join();
                        assertEquals("gopher", user.get());
                      }
                      return null;
                    }));
  }

  @Test
  void subtasksTalkByChannels() throws Exception {
    caller.run(
        () -> {
          Chan<Integer> numbers = Chan.make();
          try (var scope = open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
            scope.fork(
                () -> {
                  for (int n = 1; n <= 100; n++) {
                    numbers.send(n);
                  }
                  numbers.close();
                });
            var sum = scope.fork(() -> numbers.stream().mapToInt(Integer::intValue).sum());
            scope.join();
            assertEquals(5_050, sum.get());
          }
        });
  }

  @Test
  void scopesNest() throws Exception {
    caller.run(
        () -> {
          try (var outer = open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
            var sum =
                outer.fork(
                    () -> {
                      try (var inner = open(Joiner.<Integer>awaitAllSuccessfulOrThrow())) {
                        var one = inner.fork(() -> 1);
                        var two = inner.fork(() -> 2);
                        inner.join();
                        return one.get() + two.get();
                      }
                    });
            outer.join();
            assertEquals(3, sum.get());
          }
        });
  }

  @Test
  void anInterruptOfTheOwnerEndsTheSubtasks() throws Exception {
    caller.run(
        () -> {
          var slow = new Interruptible();
          Parked owner =
              Parked.in(
                  () -> {
                    try (var scope = open(Joiner.<String>awaitAllSuccessfulOrThrow())) {
                      scope.fork((Callable<String>) slow);
                      scope.join();
                    }
                  });
          slow.awaitBegin();
          owner.interrupt();
          assertTrue(slow.wasInterrupted());
        });
  }
}
