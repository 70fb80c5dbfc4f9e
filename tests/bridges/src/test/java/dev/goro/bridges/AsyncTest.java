package dev.goro.bridges;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.testing.Parked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Go.async}. */
@ParameterizedClass
@EnumSource(Caller.class)
class AsyncTest {
  @Parameter Caller caller;

  private int plain;

  @Test
  void theTaskIsAGoroutineAndItsResultComesToTheFuture() throws Exception {
    caller.run(
        () -> {
          CompletableFuture<Long> future = Go.async(Go::goid);
          assertNotEquals(0, future.get());
          assertNotEquals(Go.goid(), future.join());
          assertNull(Go.async(() -> null).get());
        });
  }

  @Test
  void whatTheTaskThrowsComesToTheFutureAndIsNoPanic() throws Exception {
    caller.run(
        () -> {
          var thrown = new IOException("no network");
          CompletableFuture<String> future =
              Go.async(
                  () -> {
                    throw thrown;
                  });
          assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
          assertSame(thrown, assertThrows(CompletionException.class, future::join).getCause());
          assertSame(thrown, future.exceptionNow());
          assertEquals("no network", future.exceptionally(Throwable::getMessage).get());
          CompletableFuture<String> error =
              Go.async(
                  () -> {
                    throw new StackOverflowError("as if");
                  });
          assertThrows(ExecutionException.class, error::get);
        });
  }

  @Test
  void goexitFailsTheFuture() throws Exception {
    caller.run(
        () -> {
          CompletableFuture<String> future =
              Go.async(
                  () -> {
                    throw Go.goexit();
                  });
          assertThrows(ExecutionException.class, future::get);
        });
  }

  @Test
  void aNullTaskIsRefused() throws Exception {
    caller.run(() -> assertThrows(NullPointerException.class, () -> Go.async(null)));
  }

  @Test
  void cancelTrueInterruptsTheTask() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          task.awaitBegin();
          assertTrue(future.cancel(true));
          assertTrue(task.wasInterrupted());
          assertTrue(future.isCancelled());
          assertEquals(Future.State.CANCELLED, future.state());
          assertThrows(CancellationException.class, future::get);
        });
  }

  @Test
  void cancelFalseLetsTheTaskGoOn() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          task.awaitBegin();
          assertTrue(future.cancel(false));
          assertTrue(future.isCancelled());
          assertTrue(task.isWaiting());
          task.release();
          assertFalse(task.wasInterrupted());
          assertThrows(CancellationException.class, future::join);
        });
  }

  @Test
  void cancelTrueAfterCancelFalseInterruptsYet() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          task.awaitBegin();
          assertTrue(future.cancel(false));
          assertTrue(future.cancel(true));
          assertTrue(task.wasInterrupted());
        });
  }

  @Test
  void whatIsDoneCannotBeCancelled() throws Exception {
    caller.run(
        () -> {
          CompletableFuture<String> future = Go.async(() -> "result");
          future.get();
          assertFalse(future.cancel(true));
          assertFalse(future.isCancelled());
          assertEquals("result", future.resultNow());
        });
  }

  @Test
  void whoeverCompletesItOtherwiseLeavesTheTaskRunning() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          task.awaitBegin(); // first: a task whose result nobody waits for any more does not begin
          future.orTimeout(1, MILLISECONDS);
          var failure = assertThrows(ExecutionException.class, future::get);
          assertTrue(failure.getCause() instanceof TimeoutException);
          assertTrue(task.isWaiting());
          task.release();
          assertFalse(task.wasInterrupted());

          var other = new Interruptible();
          CompletableFuture<String> completed = Go.async(other);
          other.awaitBegin();
          assertTrue(completed.complete("by hand"));
          assertFalse(completed.cancel(true));
          assertTrue(other.isWaiting());
          other.release();
          assertFalse(other.wasInterrupted());
          assertEquals("by hand", completed.get());
        });
  }

  @Test
  void aCancelOfAStageThatHangsOnItLeavesTheTaskRunning() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          CompletableFuture<Integer> stage = future.thenApply(String::length);
          task.awaitBegin();
          assertTrue(stage.cancel(true));
          assertTrue(task.isWaiting());
          task.release();
          assertEquals("went on", future.get());
        });
  }

  @Test
  void theAsyncStagesAreGoroutinesToAnyDepth() throws Exception {
    caller.run(
        () -> {
          CompletableFuture<Long> first = Go.async(Go::goid);
          CompletableFuture<Long> second = first.thenApplyAsync(id -> Go.goid());
          CompletableFuture<Long> third = second.thenApply(x -> x).thenApplyAsync(x -> Go.goid());
          assertNotEquals(0, second.get());
          assertNotEquals(0, third.get());
          assertNotEquals(first.get(), second.get());
          assertNotEquals(second.get(), third.get());
        });
  }

  @Test
  void whatAnAsyncStageThrowsFailsTheStage() throws Exception {
    caller.run(
        () -> {
          CompletableFuture<Integer> stage =
              Go.async(() -> 0)
                  .thenApplyAsync(
                      zero -> {
                        throw new ArithmeticException("by zero");
                      });
          assertTrue(
              assertThrows(ExecutionException.class, stage::get).getCause()
                  instanceof ArithmeticException);
        });
  }

  @Test
  void anInterruptEndsAGetAndLeavesTheTaskAlone() throws Exception {
    caller.run(
        () -> {
          var task = new Interruptible();
          CompletableFuture<String> future = Go.async(task);
          task.awaitBegin();
          Parked.in(future::get).interrupt();
          Parked.in(() -> future.get(1, DAYS)).interrupt();
          assertTrue(task.isWaiting());
          task.release();
          assertEquals("went on", future.get());
        });
  }

  @Test
  void manyTogether() throws Exception {
    caller.run(
        () -> {
          List<CompletableFuture<Integer>> futures = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            int n = i;
            futures.add(
                Go.async(
                    () -> {
                      Go.gosched();
                      return n;
                    }));
          }
          CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get();
          for (int i = 0; i < 1_000; i++) {
            assertEquals(i, futures.get(i).resultNow());
          }
        });
  }

  @Test
  void theFirstOfSeveral() throws Exception {
    caller.run(
        () -> {
          Chan<String> gate = Chan.make();
          CompletableFuture<String> slow = Go.async(gate::recv);
          CompletableFuture<String> quick = Go.async(() -> "quick");
          assertEquals("quick", CompletableFuture.anyOf(slow, quick).get());
          gate.send("slow");
          assertEquals("slow", slow.get());
        });
  }

  @Test
  void whatHappenedBeforeTheCallIsVisibleToTheTaskAndBack() throws Exception {
    caller.run(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            plain = i;
            CompletableFuture<Integer> future =
                Go.async(
                    () -> {
                      int seen = plain;
                      plain = -1;
                      return seen;
                    });
            assertEquals(i, future.get());
            assertEquals(-1, plain);
          }
        });
  }
}
