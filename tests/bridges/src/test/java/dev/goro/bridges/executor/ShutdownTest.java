package dev.goro.bridges.executor;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.bridges.Caller;
import dev.goro.bridges.Interruptible;
import dev.goro.testing.Parked;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code shutdown}, {@code shutdownNow}, {@code awaitTermination} and {@code close}. */
@ParameterizedClass
@EnumSource(Caller.class)
class ShutdownTest {
  @Parameter Caller caller;

  private int plain;

  @Test
  void aNewExecutorIsNotShutDown() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          assertFalse(executor.isShutdown());
          assertFalse(executor.isTerminated());
          executor.submit(() -> {}).get();
          assertFalse(executor.isTerminated());
          assertFalse(executor.awaitTermination(1, MILLISECONDS));
          executor.close();
        });
  }

  @Test
  void shutdownOfAnIdleOneTerminatesItAtOnce() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          executor.shutdown();
          assertTrue(executor.isShutdown());
          assertTrue(executor.isTerminated());
          assertTrue(executor.awaitTermination(0, NANOSECONDS));
        });
  }

  @Test
  void shutdownLetsRunningTasksFinish() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          Future<String> future = executor.submit((Callable<String>) task);
          task.awaitBegin();
          executor.shutdown();
          assertTrue(executor.isShutdown());
          assertFalse(executor.isTerminated());
          assertTrue(task.isWaiting());
          task.release();
          assertEquals("went on", future.get());
          assertTrue(executor.awaitTermination(1, DAYS));
          assertTrue(executor.isTerminated());
        });
  }

  @Test
  void afterShutdownEveryNewTaskIsRejectedAndDoesNotRun() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var running = new Interruptible();
          executor.execute(running);
          running.awaitBegin();
          executor.shutdown();
          assertRejects(executor);
          running.release();
          assertTrue(executor.awaitTermination(1, DAYS));
          assertRejects(executor);
        });
  }

  private static void assertRejects(ExecutorService executor) {
    Chan<String> ran = Chan.make(1);
    Callable<String> task =
        () -> {
          ran.send("ran");
          return "result";
        };
    Runnable action = () -> ran.send("ran");
    List<Callable<String>> tasks = List.of(task);
    assertThrows(RejectedExecutionException.class, () -> executor.execute(action));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(action));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(action, "result"));
    assertThrows(RejectedExecutionException.class, () -> executor.submit(task));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(tasks));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(tasks, 1, DAYS));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(tasks));
    assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(tasks, 1, DAYS));
    assertEquals(0, ran.len());
  }

  @Test
  void aSecondShutdownHasNoEffect() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          executor.shutdown();
          executor.shutdown();
          assertTrue(task.isWaiting());
          task.release();
          assertFalse(task.wasInterrupted());
          assertTrue(executor.awaitTermination(1, DAYS));
          executor.shutdown();
          assertTrue(executor.isTerminated());
        });
  }

  @Test
  void shutdownNowInterruptsAllTasksAndReturnsNone() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          List<Interruptible> tasks = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            var task = new Interruptible();
            tasks.add(task);
            executor.submit((Callable<String>) task);
            task.awaitBegin();
          }
          assertEquals(List.of(), executor.shutdownNow());
          assertTrue(executor.isShutdown());
          for (Interruptible task : tasks) {
            assertTrue(task.wasInterrupted());
          }
          assertTrue(executor.awaitTermination(1, DAYS));
        });
  }

  @Test
  void theFutureOfATaskThatShutdownNowEndsHasItsException() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          Future<String> future = executor.submit((Callable<String>) task);
          task.awaitBegin();
          executor.shutdownNow();
          var failure = assertThrows(ExecutionException.class, future::get);
          assertInstanceOf(InterruptedOperationException.class, failure.getCause());
          assertFalse(future.isCancelled());
        });
  }

  @Test
  void shutdownNowAfterShutdownInterrupts() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.submit((Callable<String>) task);
          task.awaitBegin();
          executor.shutdown();
          executor.shutdownNow();
          assertTrue(task.wasInterrupted());
          assertTrue(executor.awaitTermination(1, DAYS));
          assertEquals(List.of(), executor.shutdownNow());
        });
  }

  @Test
  void aTaskThatIgnoresInterruptsKeepsItFromTerminating() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          Chan<Boolean> begun = Chan.make();
          Chan<Boolean> interrupted = Chan.make();
          Chan<Boolean> gate = Chan.make();
          executor.execute(
              () -> {
                begun.send(true);
                try {
                  gate.recv();
                } catch (InterruptedOperationException e) {
                  Thread.interrupted();
                  interrupted.send(true);
                  gate.recv();
                }
              });
          begun.recv();
          executor.shutdownNow();
          interrupted.recv();
          assertFalse(executor.isTerminated());
          assertFalse(executor.awaitTermination(1, MILLISECONDS));
          gate.close();
          assertTrue(executor.awaitTermination(1, DAYS));
        });
  }

  @Test
  void awaitTerminationWithoutTimeDoesNotWait() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          executor.shutdown();
          assertFalse(executor.awaitTermination(0, DAYS));
          assertFalse(executor.awaitTermination(-1, DAYS));
          assertThrows(NullPointerException.class, () -> executor.awaitTermination(1, null));
          task.release();
          assertTrue(executor.awaitTermination(Long.MAX_VALUE, DAYS));
        });
  }

  @Test
  void allThatAwaitTerminationGoOn() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          Parked first = Parked.in(() -> assertTrue(executor.awaitTermination(1, DAYS)));
          Parked second = Parked.in(() -> assertTrue(executor.awaitTermination(1, DAYS)));
          executor.shutdown();
          first.assertWaiting();
          task.release();
          first.awaitEnd();
          second.awaitEnd();
        });
  }

  @Test
  void anInterruptEndsAwaitTerminationAndLeavesTheTasksAlone() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          Parked waiting = Parked.in(() -> executor.awaitTermination(1, DAYS));
          waiting.interrupt();
          assertTrue(task.isWaiting());
          task.release();
          executor.close();
        });
  }

  @Test
  void whatATaskDidIsVisibleAfterTermination() throws Exception {
    caller.run(
        () -> {
          for (int i = 1; i <= 500; i++) {
            int written = i;
            var executor = Go.executor();
            executor.execute(() -> plain = written);
            executor.shutdown();
            while (!executor.isTerminated()) {
              Go.gosched();
            }
            assertEquals(i, plain);
          }
        });
  }

  @Test
  void closeWaitsForItsTasks() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          Parked closing = Parked.in(executor::close);
          assertTrue(executor.isShutdown());
          assertRejects(executor);
          assertTrue(task.isWaiting());
          task.release();
          closing.awaitEnd();
          assertFalse(task.wasInterrupted());
          assertTrue(executor.isTerminated());
        });
  }

  @Test
  void aSecondCloseWaitsToo() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.execute(task);
          task.awaitBegin();
          Parked first = Parked.in(executor::close);
          Parked second = Parked.in(executor::close);
          task.release();
          first.awaitEnd();
          second.awaitEnd();
          executor.close();
        });
  }

  @Test
  void anInterruptedCloseInterruptsItsTasksAndWaitsForThem() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          Chan<Boolean> interrupted = Chan.make();
          Chan<Boolean> gate = Chan.make();
          executor.execute(
              () -> {
                try {
                  Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                  interrupted.send(true);
                  gate.recv();
                }
              });
          Chan<Thread> closer = Chan.make(1);
          Chan<Boolean> flagKept = Chan.make(1);
          Parked closing =
              Parked.in(
                  () -> {
                    closer.send(Thread.currentThread());
                    executor.close();
                    flagKept.send(Thread.currentThread().isInterrupted());
                  });
          closer.recv().interrupt();
          interrupted.recv();
          closing.assertWaiting();
          gate.close();
          closing.awaitEnd();
          assertTrue(flagKept.recv());
          assertTrue(executor.isTerminated());
        });
  }

  @Test
  void closeWithTheFlagSetInterruptsAtOnce() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          var task = new Interruptible();
          executor.submit((Callable<String>) task);
          task.awaitBegin();
          Thread.currentThread().interrupt();
          executor.close();
          assertTrue(Thread.interrupted());
          assertTrue(task.wasInterrupted());
        });
  }

  @Test
  void aTaskMayShutItsExecutorDown() throws Exception {
    caller.run(
        () -> {
          var executor = Go.executor();
          Future<Boolean> rejected =
              executor.submit(
                  () -> {
                    executor.shutdown();
                    try {
                      executor.execute(() -> {});
                      return false;
                    } catch (RejectedExecutionException e) {
                      return true;
                    }
                  });
          assertTrue(rejected.get());
          assertTrue(executor.awaitTermination(1, DAYS));
        });
  }
}
