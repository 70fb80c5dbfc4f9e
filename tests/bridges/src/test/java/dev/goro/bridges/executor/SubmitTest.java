package dev.goro.bridges.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bridges.Caller;
import dev.goro.testing.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Executor.execute} and {@code ExecutorService.submit}. */
@ParameterizedClass
@EnumSource(Caller.class)
class SubmitTest {
  @Parameter Caller caller;

  private int plain;

  @Test
  void aTaskIsAGoroutineOfItsOwn() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Callable<Long> goid = Go::goid;
            long first = executor.submit(goid).get();
            long second = executor.submit(goid).get();
            assertNotEquals(0, first);
            assertNotEquals(0, second);
            assertNotEquals(first, second);
            assertNotEquals(Go.goid(), first);
          }
        });
  }

  @Test
  void aTaskRunsOnAVirtualThreadThatIsADaemon() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Thread thread = executor.submit(Thread::currentThread).get();
            assertTrue(thread.isVirtual());
            assertTrue(thread.isDaemon());
          }
        });
  }

  @Test
  void eachCallMakesANewExecutor() throws Exception {
    caller.run(
        () -> {
          try (var one = Go.executor();
              var other = Go.executor()) {
            assertNotSame(one, other);
            one.shutdown();
            assertFalse(other.isShutdown());
            assertEquals("runs", other.submit(() -> "runs").get());
          }
        });
  }

  @Test
  void executeRunsTheTask() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Chan<Long> ran = Chan.make();
            executor.execute(() -> ran.send(Go.goid()));
            assertNotEquals(0, ran.recv());
          }
        });
  }

  @Test
  void executeReturnsBeforeTheTaskEnds() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Chan<String> gate = Chan.make();
            executor.execute(gate::recv);
            gate.send("the caller came here");
          }
        });
  }

  @Test
  void theFutureOfACallableGivesItsResult() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            assertEquals("result", executor.submit(() -> "result").get());
          }
        });
  }

  @Test
  void theFutureOfARunnableGivesNull() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            assertNull(executor.submit(() -> {}).get());
          }
        });
  }

  @Test
  void theFutureOfARunnableWithAResultGivesThat() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            String result = "result";
            assertSame(result, executor.submit(() -> {}, result).get());
          }
        });
  }

  @Test
  void whatACallableThrowsIsTheCauseThatGetThrows() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var thrown = new IOException("no network");
            Future<String> future =
                executor.submit(
                    () -> {
                      throw thrown;
                    });
            var failure = assertThrows(ExecutionException.class, future::get);
            assertSame(thrown, failure.getCause());
            assertTrue(future.isDone());
            assertFalse(future.isCancelled());
          }
        });
  }

  @Test
  void anErrorInATaskGoesToItsFutureToo() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Future<?> future =
                executor.submit(
                    () -> {
                      throw new StackOverflowError("as if");
                    });
            var failure = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(StackOverflowError.class, failure.getCause());
          }
        });
  }

  @Test
  void goexitFailsTheFutureAndEndsTheGoroutine() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          Future<String> future =
              executor.submit(
                  () -> {
                    throw Go.goexit();
                  });
          assertThrows(ExecutionException.class, future::get);
          executor.close();
        });
  }

  @Test
  void whatAnExecutedTaskThrowsGoesToTheHandlerOfUncaughtExceptions() throws Exception {
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Chan<Throwable> uncaught = Chan.make(1);
    Thread.setDefaultUncaughtExceptionHandler((thread, t) -> uncaught.send(t));
    try {
      caller.run(
          () -> {
            try (var executor = Go.executor()) {
              var thrown = new IllegalStateException("nobody's");
              executor.execute(
                  () -> {
                    throw thrown;
                  });
              assertSame(thrown, uncaught.recv());
              assertEquals("goes on", executor.submit(() -> "goes on").get());
            }
          });
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aNullTaskIsRefused() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            assertThrows(NullPointerException.class, () -> executor.execute(null));
            assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
            assertThrows(NullPointerException.class, () -> executor.submit((Callable<?>) null));
            assertThrows(NullPointerException.class, () -> executor.submit(null, "result"));
          }
        });
  }

  @Test
  void whatHappenedBeforeTheSubmitIsVisibleToTheTaskAndBack() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            for (int i = 0; i < 1_000; i++) {
              plain = i;
              int expected = i;
              Future<?> future =
                  executor.submit(
                      () -> {
                        assertEquals(expected, plain);
                        plain = -expected;
                      });
              future.get();
              assertEquals(-i, plain);
            }
          }
        });
  }

  @Test
  void tasksMayWaitForTasks() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            assertEquals(1 << 12, leaves(executor, 12));
          }
        });
  }

  private static int leaves(ExecutorService executor, int depth) throws Exception {
    if (depth == 0) {
      return 1;
    }
    Future<Integer> left = executor.submit(() -> leaves(executor, depth - 1));
    Future<Integer> right = executor.submit(() -> leaves(executor, depth - 1));
    return left.get() + right.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000})
  void asManyTasksWaitAtOnceAsThereAre(int tasks) throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Chan<Boolean> gate = Chan.make();
            List<Future<Boolean>> futures = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
              futures.add(executor.submit(() -> gate.receive().ok()));
            }
            gate.close();
            for (Future<Boolean> future : futures) {
              assertFalse(future.get());
            }
          }
        });
  }

  @Test
  void aCompletionServiceTakesThemAsTheyComplete() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var service = new ExecutorCompletionService<Integer>(executor);
            Chan<Integer> slow = Chan.make();
            service.submit(slow::recv);
            service.submit(() -> 1);
            assertEquals(1, service.take().get());
            assertNull(service.poll());
            slow.send(2);
            assertEquals(2, service.take().get());
          }
        });
  }

  @Test
  void itServesAsTheExecutorOfACompletableFuture() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Executor asExecutor = executor;
            long goid =
                CompletableFuture.supplyAsync(() -> 1, asExecutor)
                    .thenApplyAsync(one -> Go.goid(), asExecutor)
                    .get();
            assertNotEquals(0, goid);
          }
        });
  }

  @Test
  void aGoroutineInheritsTheContextClassLoaderAndInheritableThreadLocals() throws Exception {
    caller.run(
        () -> {
          var inherited = new InheritableThreadLocal<String>();
          inherited.set("from the caller");
          try (var executor = Go.executor()) {
            assertEquals("from the caller", executor.submit(inherited::get).get());
            assertSame(
                Thread.currentThread().getContextClassLoader(),
                executor.submit(() -> Thread.currentThread().getContextClassLoader()).get());
          } finally {
            inherited.remove();
          }
        });
  }

  @Test
  void nothingIsLeftOfThem() throws Exception {
    caller.run(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          try (var executor = Go.executor()) {
            for (int i = 0; i < 100; i++) {
              executor.execute(Go::gosched);
            }
          }
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }
}
