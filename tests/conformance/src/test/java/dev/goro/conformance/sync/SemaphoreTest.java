package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import dev.goro.sync.ErrGroup;
import dev.goro.sync.Semaphore;
import dev.goro.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Go: {@code golang.org/x/sync/semaphore/semaphore_test.go} and its example. */
class SemaphoreTest {
  private static final Duration SHORT = Duration.ofMillis(10);

  @EachProcs
  void theAmountInUseIsNeverMoreThanTheSize(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int n = 8;
          var sem = new Semaphore(n);
          var inUse = new AtomicLong();
          var all = new WaitGroup();
          for (int i = 0; i < n; i++) {
            int amount = i;
            all.go(
                () -> {
                  for (int loop = 0; loop < 500; loop++) {
                    sem.acquire(Context.background(), amount);
                    assertTrue(inUse.addAndGet(amount) <= n);
                    if (loop % 8 == 0) {
                      Go.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextInt(100_000)));
                    }
                    inUse.addAndGet(-amount);
                    sem.release(amount);
                  }
                });
          }
          all.await();
          assertTrue(sem.tryAcquire(n));
        });
  }

  @Test
  void aReleaseOfWhatWasNotAcquiredIsAnError() {
    var sem = new Semaphore(1);
    var e = assertThrows(IllegalStateException.class, () -> sem.release(1));
    assertEquals("semaphore: released more than held", e.getMessage());
  }

  @Test
  void aNegativeSizeIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
  }

  @Test
  void ofASizeOfZeroNothingCanBeAcquired() {
    var sem = new Semaphore(0);
    assertTrue(sem.tryAcquire(0));
    assertEquals(false, sem.tryAcquire(1));
  }

  @Test
  void aNegativeAmountIsAnError() {
    var sem = new Semaphore(1);
    assertThrows(IllegalArgumentException.class, () -> sem.acquire(Context.background(), -1));
    assertThrows(IllegalArgumentException.class, () -> sem.tryAcquire(-1));
    assertThrows(IllegalArgumentException.class, () -> sem.release(-1));
  }

  @Test
  void tryAcquireTakesWhatIsThere() throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(2);
          List<Boolean> tries = new ArrayList<>();
          sem.acquire(Context.background(), 1);
          tries.add(sem.tryAcquire(1));
          tries.add(sem.tryAcquire(1));
          sem.release(2);
          tries.add(sem.tryAcquire(1));
          sem.acquire(Context.background(), 1);
          tries.add(sem.tryAcquire(1));
          assertEquals(List.of(true, false, true, false), tries);
        });
  }

  private static boolean acquireSoon(Semaphore sem, long n) {
    try (var ctx = Context.withTimeout(Context.background(), SHORT)) {
      sem.acquire(ctx, n);
      return true;
    } catch (ContextException e) {
      return false;
    }
  }

  @Test
  void acquireWaitsNoLongerThanItsContext() throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(2);
          List<Boolean> tries = new ArrayList<>();
          sem.acquire(Context.background(), 1);
          tries.add(acquireSoon(sem, 1));
          tries.add(acquireSoon(sem, 1));
          sem.release(2);
          tries.add(acquireSoon(sem, 1));
          sem.acquire(Context.background(), 1);
          tries.add(acquireSoon(sem, 1));
          assertEquals(List.of(true, false, true, false), tries);
        });
  }

  @Test
  void oneThatWantsMoreThanThereIsIsInNobodysWay() throws Exception {
    onMain(
        () -> {
          int n = 2;
          var sem = new Semaphore(n);
          try (var ctx = Context.withCancel(Context.background())) {
            var tooBig = new WaitGroup();
            tooBig.go(() -> assertThrows(Canceled.class, () -> sem.acquire(ctx, n + 1)));
            var group = ErrGroup.withContext(Context.background());
            for (int i = 0; i < n * 3; i++) {
              group.go(
                  () -> {
                    sem.acquire(group.context(), 1);
                    Go.gosched();
                    sem.release(1);
                  });
            }
            group.await();
            ctx.cancel();
            tooBig.await();
          }
        });
  }

  @EachProcs
  void oneThatWantsMuchDoesNotStarve(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int n = 4;
          var sem = new Semaphore(n);
          var running = new AtomicBoolean(true);
          var all = new WaitGroup();
          for (int i = 0; i < n; i++) {
            sem.acquire(1);
            all.go(
                () -> {
                  while (running.get()) {
                    Go.gosched();
                    sem.release(1);
                    sem.acquire(1);
                  }
                  sem.release(1);
                });
          }
          sem.acquire(n);
          running.set(false);
          sem.release(n);
          all.await();
        });
  }

  @EachProcs
  void oneThatGivesUpLetsThoseBehindItGoOn(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 50; i++) {
            var sem = new Semaphore(10);
            sem.acquire(1);
            var ctx = Context.withCancel(Context.background());
            var waiting = new WaitGroup();
            waiting.go(() -> assertThrows(Canceled.class, () -> sem.acquire(ctx, 10)));
            while (sem.tryAcquire(1)) {
              sem.release(1);
              Go.gosched();
            }
            go(ctx::cancel);
            sem.acquire(1);
            sem.release(1);
            waiting.await();
          }
        });
  }

  @EachProcs
  void acquireFailsIfItsContextEndedBeforeThereWasEnough(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 200; i++) {
            var sem = new Semaphore(2);
            var ctx = Context.withCancel(Context.background());
            sem.acquire(1);
            Chan<Boolean> released = Chan.make();
            go(
                () -> {
                  while (sem.tryAcquire(1)) {
                    sem.release(1);
                    Go.gosched();
                  }
                  ctx.cancel();
                  sem.release(1);
                  released.close();
                });
            assertThrows(Canceled.class, () -> sem.acquire(ctx, 2));
            released.recv();
            assertTrue(sem.tryAcquire(2));
            sem.release(2);
            assertThrows(Canceled.class, () -> sem.acquire(ctx, 1));
          }
        });
  }

  private static int collatzSteps(int n) {
    int steps = 0;
    for (long v = n; v > 1; steps++) {
      v = v % 2 == 0 ? v / 2 : 3 * v + 1;
    }
    return steps;
  }

  @Test
  void aPoolOfWorkersNeedsNoMoreThanASemaphore() throws Exception {
    onMain(
        () -> {
          int workers = Go.gomaxprocs();
          var sem = new Semaphore(workers);
          var out = new int[32];
          for (int i = 0; i < out.length; i++) {
            sem.acquire(Context.todo(), 1);
            int n = i;
            go(
                () -> {
                  out[n] = collatzSteps(n + 1);
                  sem.release(1);
                });
          }
          sem.acquire(Context.todo(), workers);
          for (int i = 0; i < out.length; i++) {
            assertEquals(collatzSteps(i + 1), out[i]);
          }
          assertEquals(111, out[26]);
        });
  }
}
