package dev.goro.bridges.executor;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bridges.Caller;
import dev.goro.bridges.Interruptible;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Future}, as {@code submit} returns it. */
@ParameterizedClass
@EnumSource(Caller.class)
class FutureTest {
  @Parameter Caller caller;

  @Test
  void itIsNotDoneWhileTheTaskRuns() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            assertFalse(future.isDone());
            assertFalse(future.isCancelled());
            assertEquals(Future.State.RUNNING, future.state());
            assertThrows(IllegalStateException.class, future::resultNow);
            assertThrows(IllegalStateException.class, future::exceptionNow);
            task.release();
            assertEquals("went on", future.get());
            assertTrue(future.isDone());
          }
        });
  }

  @Test
  void afterSuccessItHasAResult() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Future<String> future = executor.submit(() -> "result");
            future.get();
            assertEquals(Future.State.SUCCESS, future.state());
            assertEquals("result", future.resultNow());
            assertThrows(IllegalStateException.class, future::exceptionNow);
          }
        });
  }

  @Test
  void afterFailureItHasAnException() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var thrown = new IOException("no network");
            Future<String> future =
                executor.submit(
                    () -> {
                      throw thrown;
                    });
            assertThrows(ExecutionException.class, future::get);
            assertEquals(Future.State.FAILED, future.state());
            assertSame(thrown, future.exceptionNow());
            assertThrows(IllegalStateException.class, future::resultNow);
          }
        });
  }

  @Test
  void cancelTrueInterruptsATaskThatWaitsInGoro() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            assertTrue(future.cancel(true));
            assertTrue(task.wasInterrupted());
            assertCancelled(future);
          }
        });
  }

  @Test
  void cancelTrueInterruptsATaskThatWaitsInTheJdk() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Chan<Boolean> begun = Chan.make();
            Chan<Throwable> met = Chan.make(1);
            Future<?> future =
                executor.submit(
                    () -> {
                      begun.send(true);
                      try {
                        Thread.sleep(Long.MAX_VALUE);
                      } catch (InterruptedException e) {
                        met.send(e);
                      }
                    });
            begun.recv();
            assertTrue(future.cancel(true));
            assertTrue(met.recv() instanceof InterruptedException);
            assertCancelled(future);
          }
        });
  }

  @Test
  void cancelFalseLetsTheTaskGoOn() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            assertTrue(future.cancel(false));
            assertCancelled(future);
            assertTrue(task.isWaiting());
            task.release();
            assertFalse(task.wasInterrupted());
            assertCancelled(future);
          }
        });
  }

  private static void assertCancelled(Future<?> future) {
    assertTrue(future.isDone());
    assertTrue(future.isCancelled());
    assertEquals(Future.State.CANCELLED, future.state());
    assertThrows(CancellationException.class, future::get);
    assertThrows(CancellationException.class, () -> future.get(1, DAYS));
    assertThrows(IllegalStateException.class, future::resultNow);
    assertThrows(IllegalStateException.class, future::exceptionNow);
  }

  @Test
  void whatIsDoneCannotBeCancelled() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Future<String> future = executor.submit(() -> "result");
            future.get();
            assertFalse(future.cancel(true));
            assertFalse(future.isCancelled());
            assertEquals("result", future.get());
          }
        });
  }

  @Test
  void aSecondCancelChangesNothing() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            assertTrue(future.cancel(true));
            future.cancel(false);
            assertCancelled(future);
          }
        });
  }

  @Test
  void getWithATimeLimitGivesUpAndLeavesTheTaskAlone() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            assertThrows(TimeoutException.class, () -> future.get(1, MILLISECONDS));
            assertThrows(TimeoutException.class, () -> future.get(0, MILLISECONDS));
            assertThrows(TimeoutException.class, () -> future.get(-1, MILLISECONDS));
            assertTrue(task.isWaiting());
            task.release();
            assertEquals("went on", future.get(Long.MAX_VALUE, DAYS));
          }
        });
  }

  @Test
  void anInterruptEndsAGetAndLeavesTheTaskAlone() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            var task = new Interruptible();
            Future<String> future = executor.submit((Callable<String>) task);
            task.awaitBegin();
            Parked getter = Parked.in(future::get);
            getter.interrupt();
            Parked timed = Parked.in(() -> future.get(1, DAYS));
            timed.interrupt();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, future::get);
            assertFalse(Thread.currentThread().isInterrupted());
            assertTrue(task.isWaiting());
            task.release();
            assertEquals("went on", future.get());
          }
        });
  }

  @Test
  void manyMayWaitForOne() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            Chan<String> answer = Chan.make();
            Future<String> future = executor.submit(answer::recv);
            Parked first = Parked.in(() -> assertEquals("answer", future.get()));
            Parked second = Parked.in(() -> assertEquals("answer", future.get(1, DAYS)));
            answer.send("answer");
            first.awaitEnd();
            second.awaitEnd();
          }
        });
  }

  @Test
  void theInterruptOfACancelReachesNoOtherTask() throws Exception {
    caller.run(
        () -> {
          try (var executor = Go.executor()) {
            for (int i = 0; i < 1_000; i++) {
              Future<?> cancelled = executor.submit(Go::gosched);
              Future<Boolean> other =
                  executor.submit(
                      () -> {
                        Go.gosched();
                        return Thread.currentThread().isInterrupted();
                      });
              cancelled.cancel(true);
              assertFalse(other.get());
              assertFalse(Thread.currentThread().isInterrupted());
            }
          }
        });
  }
}
