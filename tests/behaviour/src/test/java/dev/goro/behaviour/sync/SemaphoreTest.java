package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.sync.Semaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Semaphore} with threads of each kind, in order, and interrupted. */
class SemaphoreTest {
  private long inUse;

  private static Runner<Boolean> acquirer(Kind kind, Semaphore sem, long n) {
    return Runner.start(
        kind,
        () -> {
          sem.acquire(n);
          return true;
        });
  }

  /** Guarded by a semaphore of one, which so is a lock. */
  @Test
  void allKindsOfThreadsShareIt() throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(3);
          var all = new ArrayList<Runner<Void>>();
          for (int i = 0; i < 12; i++) {
            int amount = 1 + i % 3;
            all.add(
                Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      for (int n = 0; n < 500; n++) {
                        sem.acquire(3);
                        long seen = inUse;
                        if (n % 16 == 0) {
                          Go.gosched();
                        }
                        inUse = seen + 1;
                        sem.release(3);
                        sem.acquire(amount);
                        sem.release(amount);
                      }
                      return null;
                    }));
          }
          all.forEach(Runner::result);
          assertEquals(6_000, inUse);
          assertTrue(sem.tryAcquire(3));
        });
  }

  @Test
  void thoseWhoWaitAreServedInTheirOrder() throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(4);
          sem.acquire(4);
          List<Integer> order = new CopyOnWriteArrayList<>();
          var waiting = new ArrayList<Runner<Void>>();
          for (int amount : new int[] {3, 1, 4, 1}) {
            waiting.add(
                Runner.<Void>start(
                        () -> {
                          sem.acquire(amount);
                          order.add(amount);
                          return null;
                        })
                    .awaitParked());
          }
          assertFalse(sem.tryAcquire(1));
          sem.release(2); // too little for the first, and nobody passes it
          waiting.forEach(w -> assertFalse(w.hasEnded()));
          assertFalse(sem.tryAcquire(1), "also not one that does not wait");
          sem.release(2);
          waiting.get(0).result();
          waiting.get(1).result();
          assertFalse(waiting.get(2).hasEnded());
          sem.release(4);
          waiting.get(2).result();
          sem.release(4);
          waiting.get(3).result();
          assertEquals(4, order.get(2));
          assertEquals(1, order.get(3));
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsAWaitAndNothingIsTaken(Kind kind) throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(1);
          sem.acquire(1);
          var waiting = acquirer(kind, sem, 1).awaitParked();
          waiting.interrupt();
          var e = waiting.failure(InterruptedOperationException.class);
          assertTrue(e.getMessage().contains("semaphore.Acquire"), e::getMessage);
          assertTrue(waiting.interruptFlag());
          sem.release(1);
          assertTrue(sem.tryAcquire(1), "the one that gave up holds nothing");
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCancelEndsAWaitAndNothingIsTaken(Kind kind) throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(2);
          sem.acquire(1);
          var ctx = Context.withCancel(Context.background());
          var first =
              Runner.start(
                  kind,
                  () -> {
                    sem.acquire(ctx, 2);
                    return true;
                  });
          first.awaitParked();
          var behind = acquirer(kind, sem, 1).awaitParked();
          var cause = new Exception("enough");
          ctx.cancel(cause);
          assertEquals(cause, first.failure(Canceled.class).getCause());
          assertTrue(behind.result(), "it stood behind one that wanted too much");
          sem.release(2);
          assertTrue(sem.tryAcquire(2));
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAReleaseLosesNothing(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 300; i++) {
            var sem = new Semaphore(1);
            sem.acquire(1);
            var first =
                Runner.start(
                    kind,
                    () -> {
                      try {
                        sem.acquire(1);
                      } catch (InterruptedOperationException e) {
                        return false;
                      }
                      sem.release(1);
                      return true;
                    });
            first.awaitParked();
            var second = acquirer(Kind.GOROUTINE, sem, 1).awaitParked();
            var interrupter =
                Runner.start(
                    () -> {
                      first.interrupt();
                      return null;
                    });
            sem.release(1);
            interrupter.result();
            first.result();
            assertTrue(second.result());
            sem.release(1);
            assertTrue(sem.tryAcquire(1));
          }
        });
  }

  @Test
  void anInterruptedThreadTakesWhatIsThereAtOnce() throws Exception {
    onMain(
        () -> {
          var sem = new Semaphore(2);
          Thread.currentThread().interrupt();
          sem.acquire(1);
          sem.acquire(1);
          assertThrows(InterruptedOperationException.class, () -> sem.acquire(1));
          assertTrue(Thread.interrupted());
          sem.release(2);
          assertTrue(sem.tryAcquire(2));
        });
  }
}
