package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The executor's and the futures' races: shutdown against submit, cancel against the begin and the
 * end of a task, the first result against all others. A task that waits for ever is ended by an
 * interrupt or not at all: a lost one is a hang.
 */
@GoroTest(seconds = 600)
class ExecutorStormTest {
  private static final int SUBMITTERS = 4;

  /** Waits for what never comes, in one of several ways. */
  private static Callable<Integer> forever(int kind) {
    return switch (kind % 5) {
      case 0 -> () -> Chan.<Integer>make().recv();
      case 1 -> () -> Select.select(Select.recv(Chan.<Integer>make(), v -> v));
      case 2 ->
          () -> {
            Thread.sleep(Long.MAX_VALUE);
            return 0;
          };
      case 3 ->
          () -> {
            new CountDownLatch(1).await();
            return 0;
          };
      default ->
          () -> {
            while (!Thread.currentThread().isInterrupted()) {
              Go.gosched();
            }
            return 0;
          };
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void shutdownMeetsSubmit(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(300); round++) {
            boolean now = round % 2 == 0;
            var executor = Go.executor();
            var ran = new AtomicInteger();
            var terminated = new AtomicBoolean();
            var late = new AtomicBoolean();
            List<Future<?>> accepted = Collections.synchronizedList(new ArrayList<>());
            var submitters = new WaitGroup();
            for (int s = 0; s < SUBMITTERS; s++) {
              submitters.go(
                  () -> {
                    try {
                      while (true) {
                        accepted.add(
                            executor.submit(
                                () -> {
                                  if (terminated.get()) {
                                    late.set(true);
                                  }
                                  Go.gosched();
                                  ran.incrementAndGet();
                                }));
                        Go.gosched();
                      }
                    } catch (RejectedExecutionException e) {
                      // shut down
                    }
                  });
            }
            while (ran.get() < round % 50) {
              Go.gosched();
            }
            if (now) {
              executor.shutdownNow();
            } else {
              executor.shutdown();
            }
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            terminated.set(true);
            submitters.await();
            assertTrue(accepted.stream().allMatch(Future::isDone));
            assertEquals(accepted.size(), ran.get());
            assertFalse(late.get(), "a task began after the executor had terminated");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void cancelMeetsTheTask(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var random = new Random(procs);
          for (int round = 0; round < Tier.work(100); round++) {
            try (var executor = Go.executor()) { // whose close waits for each
              List<Future<Integer>> futures = new ArrayList<>();
              for (int i = 0; i < 50; i++) {
                futures.add(executor.submit(forever(i)));
                if (random.nextInt(10) == 0) {
                  Go.gosched();
                }
              }
              var cancellers = new WaitGroup();
              for (Future<Integer> future : futures) {
                cancellers.go(() -> future.cancel(true));
              }
              cancellers.await();
              assertTrue(futures.stream().allMatch(Future::isCancelled));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void cancelOfAsyncMeetsTheTask(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          var random = new Random(procs);
          for (int round = 0; round < Tier.work(100); round++) {
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            var flagged = new AtomicInteger();
            for (int i = 0; i < 50; i++) {
              CompletableFuture<Integer> future =
                  i % 2 == 0 ? Go.async(forever(i)) : Go.async(() -> 1);
              // Runs on the goroutine of the task if that completes it: no interrupt may meet it.
              future.thenAccept(
                  one -> {
                    if (Thread.currentThread().isInterrupted()) {
                      flagged.incrementAndGet();
                    }
                  });
              futures.add(future);
              if (random.nextInt(4) == 0) {
                Go.gosched();
              }
            }
            for (CompletableFuture<Integer> future : futures) {
              assertTrue(future.cancel(true) || future.resultNow() == 1);
            }
            assertEquals(0, flagged.get());
          }
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void theFirstResultEndsAllOthers(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var random = new Random(procs);
          for (int round = 0; round < Tier.work(150); round++) {
            try (var executor = Go.executor()) {
              List<Callable<Integer>> tasks = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                tasks.add(forever(i));
              }
              tasks.add(
                  () -> {
                    throw new IllegalStateException("fails");
                  });
              tasks.add(() -> 1);
              tasks.add(() -> 1);
              Collections.shuffle(tasks, random);
              assertEquals(1, executor.invokeAny(tasks));
              assertEquals(1, executor.invokeAny(tasks, 1, TimeUnit.DAYS));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void theTimeLimitEndsAll(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var random = new Random(procs);
          for (int round = 0; round < Tier.work(100); round++) {
            try (var executor = Go.executor()) {
              List<Callable<Integer>> tasks = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                tasks.add(forever(i));
              }
              long nanos = random.nextInt(300_000);
              assertTrue(
                  executor.invokeAll(tasks, nanos, TimeUnit.NANOSECONDS).stream()
                      .allMatch(Future::isDone));
              try {
                // The tasks that spin until they are interrupted give 0 only after that.
                executor.invokeAny(tasks, nanos, TimeUnit.NANOSECONDS);
                throw new AssertionError("a task that waits for ever has a result");
              } catch (TimeoutException e) {
                // as it should
              }
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void closeMeetsInterrupts(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < Tier.work(100); round++) {
            var executor = Go.executor();
            for (int i = 0; i < 20; i++) {
              executor.submit(forever(i));
            }
            var closers = new WaitGroup();
            for (int i = 0; i < 3; i++) {
              Chan<Thread> closer = Chan.make(1);
              closers.go(
                  () -> {
                    closer.send(Thread.currentThread());
                    executor.close();
                    assertTrue(executor.isTerminated());
                  });
              closers.go(() -> closer.recv().interrupt());
            }
            closers.await();
          }
        });
  }
}
