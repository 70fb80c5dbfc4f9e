package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.Cond;
import dev.goro.sync.Locker;
import dev.goro.sync.Mutex;
import dev.goro.sync.RWMutex;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Cond} does what Go's {@code sync.Cond} does. */
class CondTest {
  private boolean ready;

  /** Waits once; tells whether it holds the lock after that. */
  private static Runner<Boolean> waiter(Kind kind, Mutex m, Cond c) {
    return Runner.start(
        kind,
        () -> {
          m.lock();
          try {
            c.await();
            return !m.tryLock();
          } finally {
            m.unlock();
          }
        });
  }

  private static void assertFree(Mutex m) {
    assertTrue(m.tryLock());
    m.unlock();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void awaitUnlocksAndWaitsForASignalAndLocks(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          assertSame(m, c.locker());
          var waiter = waiter(kind, m, c).awaitParked();
          m.lock();
          c.signal();
          assertFalse(waiter.hasEnded(), "it needs the lock");
          m.unlock();
          assertTrue(waiter.result());
          assertFree(m);
        });
  }

  @Test
  void signalsWakeInTheOrderOfTheWaiting() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          Chan<Integer> woken = Chan.make();
          for (int i = 0; i < 30; i++) {
            int own = i;
            Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      m.lock();
                      c.await();
                      m.unlock();
                      woken.send(own);
                      return null;
                    })
                .awaitParked();
          }
          for (int i = 0; i < 30; i++) {
            c.signal();
            assertEquals(i, woken.recv());
          }
        });
  }

  @Test
  void aBroadcastWakesAllThatWait() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          var waiters = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 300; i++) {
            waiters.add(waiter(Kind.values()[i % 3], m, c).awaitParked());
          }
          c.broadcast();
          for (var w : waiters) {
            assertTrue(w.result());
          }
          assertFree(m);
        });
  }

  @Test
  void aSignalThatFindsNobodyIsLost() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          c.signal();
          c.broadcast();
          var waiter = waiter(Kind.GOROUTINE, m, c).awaitParked();
          c.signal();
          assertTrue(waiter.result());
        });
  }

  @Test
  void theConditionMayBeOnEitherSideOfAnRWMutex() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          var read = new Cond(m.rLocker());
          var write = new Cond(m);
          var readers = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 3; i++) {
            readers.add(
                Runner.start(
                        Kind.values()[i],
                        () -> {
                          m.rLock();
                          while (!ready) {
                            read.await();
                          }
                          boolean reads = !m.tryLock() && m.tryRLock();
                          m.rUnlock();
                          m.rUnlock();
                          return reads;
                        })
                    .awaitParked());
          }
          var writer =
              Runner.start(
                      () -> {
                        m.lock();
                        write.await();
                        boolean writes = !m.tryRLock();
                        ready = true;
                        m.unlock();
                        read.broadcast();
                        return writes;
                      })
                  .awaitParked();
          write.signal();
          assertTrue(writer.result());
          for (var r : readers) {
            r.result();
          }
          assertTrue(m.tryLock());
        });
  }

  /** It must not mix up the wait for the signal with the one for the locker. */
  @Test
  void theLockerMayWaitInItsUnlock() throws Exception {
    onMain(
        () -> {
          Chan<Boolean> token = Chan.make();
          Chan<Boolean> back = Chan.make();
          var keeper =
              Runner.start(
                  () -> {
                    for (boolean ignored : token) {
                      back.recv();
                    }
                    return null;
                  });
          Locker slow =
              new Locker() {
                @Override
                public void lock() {
                  token.send(true);
                }

                @Override
                public void unlock() {
                  back.send(true);
                }
              };
          var c = new Cond(slow);
          var order = new ConcurrentLinkedQueue<String>();
          for (int i = 0; i < 200; i++) {
            var waiter =
                Runner.start(
                    () -> {
                      slow.lock();
                      order.add("locked");
                      c.await();
                      slow.unlock();
                      return true;
                    });
            dev.goro.testing.Eventually.that("it holds the lock", () -> order.poll() != null);
            slow.lock(); // so it waits, or is about to
            c.signal();
            slow.unlock();
            assertTrue(waiter.result());
          }
          token.close();
          keeper.result();
        });
  }

  @Test
  void anAwaitWithoutTheLockIsAnErrorThatTakesNoSignal() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          assertThrows(IllegalMonitorStateException.class, c::await);
          var waiter = waiter(Kind.GOROUTINE, m, c).awaitParked();
          c.signal();
          assertTrue(waiter.result());
          assertThrows(NullPointerException.class, () -> new Cond(null));
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsTheWaitWithTheLockHeld(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          var held = new AtomicInteger();
          var waiter =
              Runner.start(
                      kind,
                      () -> {
                        m.lock();
                        try {
                          c.await();
                        } finally {
                          held.set(m.tryLock() ? -1 : 1);
                          m.unlock();
                        }
                        return null;
                      })
                  .awaitParked();
          m.lock();
          waiter.interrupt(); // now it has to wait for the lock, interrupted as it is
          waiter.awaitParked();
          m.unlock();
          var e = waiter.failure(InterruptedOperationException.class);
          assertEquals("interrupted in sync.Cond.Wait", e.getMessage());
          assertTrue(waiter.interruptFlag());
          assertEquals(1, held.get());
          assertFree(m);
        });
  }

  @Test
  void whoComesInterruptedDoesNotWait() {
    var m = new Mutex();
    var c = new Cond(m);
    m.lock();
    Thread.currentThread().interrupt();
    try {
      assertThrows(InterruptedOperationException.class, c::await);
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    m.unlock();
  }

  /** Who gives up has taken no signal, and who has taken one does not give up. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithASignalLosesNone(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 300; i++) {
            var m = new Mutex();
            var c = new Cond(m);
            var first = waiter(kind, m, c).awaitParked();
            var second = waiter(Kind.GOROUTINE, m, c).awaitParked();
            var interrupter =
                Runner.start(
                    () -> {
                      first.interrupt();
                      return null;
                    });
            c.signal();
            interrupter.result();
            dev.goro.testing.Eventually.that("one ends", first::hasEnded);
            boolean gaveUp = false;
            try {
              first.result();
            } catch (AssertionError e) {
              gaveUp = e.getCause() instanceof InterruptedOperationException;
              assertTrue(gaveUp, e::toString);
            }
            if (!gaveUp) {
              c.signal();
            }
            assertTrue(second.result());
            assertFree(m);
          }
        });
  }
}
