package dev.goro.behaviour.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Mutex} does what Go's {@code sync.Mutex} does. */
class MutexTest {
  private int plain;

  private static Runner<Boolean> locker(Kind kind, Mutex m) {
    return Runner.start(
        kind,
        () -> {
          m.lock();
          m.unlock();
          return true;
        });
  }

  @Test
  void oneAtATimeOfAllKindsOfThreads() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          var all = new ArrayList<Runner<Void>>();
          for (int i = 0; i < 12; i++) {
            boolean yields = i % 4 == 0;
            all.add(
                Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      for (int n = 0; n < 1_000; n++) {
                        m.lock();
                        int seen = plain;
                        if (yields && n % 16 == 0) {
                          Go.gosched();
                        }
                        plain = seen + 1;
                        m.unlock();
                      }
                      return null;
                    }));
          }
          all.forEach(Runner::result);
          assertEquals(12_000, plain);
        });
  }

  @Test
  void tryLockTakesAFreeMutexOnly() {
    var m = new Mutex();
    assertTrue(m.tryLock());
    assertFalse(m.tryLock(), "it is not reentrant");
    m.unlock();
    m.lock();
    assertFalse(m.tryLock());
    m.unlock();
    assertTrue(m.tryLock());
  }

  @Test
  void unlockOfAnUnlockedMutexIsAnError() {
    var m = new Mutex();
    for (int i = 0; i < 3; i++) {
      var e = assertThrows(IllegalMonitorStateException.class, m::unlock);
      assertTrue(e.getMessage().contains("sync: unlock of unlocked mutex"), e::getMessage);
      m.lock();
      m.unlock();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void lockWaitsUntilItIsUnlocked(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          var waiting = locker(kind, m).awaitParked();
          assertFalse(waiting.hasEnded());
          m.unlock();
          assertTrue(waiting.result());
          assertTrue(m.tryLock());
        });
  }

  /** As in Go, a mutex does not belong to a goroutine. */
  @Test
  void anotherGoroutineMayUnlockIt() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          Runner.start(
                  () -> {
                    m.unlock();
                    return null;
                  })
              .result();
          m.lock();
          m.unlock();
        });
  }

  @Test
  void allThatWaitGetIt() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          var waiting = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 300; i++) {
            waiting.add(locker(Kind.GOROUTINE, m).awaitParked());
          }
          m.unlock();
          for (var w : waiting) {
            assertTrue(w.result());
          }
        });
  }

  /**
   * One that takes the mutex again at once, and holds it nearly all the time, does not starve the
   * other.
   */
  @Test
  void aHogDoesNotStarveTheOthers() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          Chan<Boolean> stop = Chan.make();
          var hog =
              Runner.start(
                  () -> {
                    while (stop.tryRecv().isEmpty()) {
                      m.lock();
                      Go.sleep(Duration.ofNanos(100_000));
                      m.unlock();
                    }
                    return null;
                  });
          for (int i = 0; i < 20; i++) {
            Go.sleep(Duration.ofNanos(100_000));
            m.lock();
            m.unlock();
          }
          stop.close();
          hog.result();
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsAWaitAndTheMutexIsNotTaken(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          var waiting = locker(kind, m).awaitParked();
          waiting.interrupt();
          var e = waiting.failure(InterruptedOperationException.class);
          assertTrue(e.getMessage().contains("sync.Mutex.Lock"), e::getMessage);
          assertTrue(waiting.interruptFlag());
          m.unlock();
          assertTrue(m.tryLock(), "the one that gave up does not hold it");
          m.unlock();
        });
  }

  /**
   * The unlock may have chosen the one that is interrupted: then it holds the mutex, or hands it
   * on.
   */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAnUnlockLosesNoWakeUp(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 300; i++) {
            var m = new Mutex();
            m.lock();
            var first =
                Runner.start(
                    kind,
                    () -> {
                      try {
                        m.lock();
                      } catch (InterruptedOperationException e) {
                        return false;
                      }
                      m.unlock();
                      return true;
                    });
            first.awaitParked();
            var second = locker(Kind.GOROUTINE, m).awaitParked();
            var interrupter =
                Runner.start(
                    () -> {
                      first.interrupt();
                      return null;
                    });
            m.unlock();
            interrupter.result();
            first.result();
            assertTrue(second.result());
            assertTrue(m.tryLock());
          }
        });
  }

  @Test
  void whatWasWrittenUnderTheLockIsSeenUnderIt() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          Chan<Boolean> done = Chan.make();
          int[] pair = new int[2];
          for (int g = 0; g < 4; g++) {
            go(
                () -> {
                  boolean same = true;
                  for (int i = 0; i < 2_000; i++) {
                    m.lock();
                    same &= pair[0] == pair[1];
                    pair[0]++;
                    pair[1]++;
                    m.unlock();
                  }
                  done.send(same);
                });
          }
          for (int g = 0; g < 4; g++) {
            assertTrue(done.recv());
          }
          assertEquals(8_000, pair[0]);
        });
  }

  /** It runs, and the others have to be woken first: so it takes the mutex again before them. */
  @Test
  void whoRunsMayTakeItBeforeThoseThatWait() throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          var waiting = locker(Kind.GOROUTINE, m).awaitParked();
          m.unlock();
          if (m.tryLock()) { // mostly
            m.unlock();
          }
          assertTrue(waiting.result());
        });
  }

  /** After a millisecond a waiter is handed the mutex, and nobody comes between. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whoHasWaitedLongIsHandedTheMutex(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new Mutex();
          m.lock();
          boolean[] got = new boolean[1];
          var waiting =
              Runner.start(
                      kind,
                      () -> {
                        m.lock();
                        got[0] = true;
                        m.unlock();
                        return true;
                      })
                  .awaitParked();
          Go.sleep(Duration.ofMillis(5));
          m.unlock();
          m.lock();
          assertTrue(got[0], "it came before who unlocked and locked again");
          m.unlock();
          assertTrue(waiting.result());
        });
  }

  @Test
  void whoIsInterruptedAlreadyTakesAFreeMutexOnly() {
    var m = new Mutex();
    Thread.currentThread().interrupt();
    try {
      m.lock();
      assertThrows(InterruptedOperationException.class, m::lock);
      assertTrue(Thread.currentThread().isInterrupted());
      m.unlock();
    } finally {
      Thread.interrupted();
    }
    assertTrue(m.tryLock());
  }

  @Test
  void aMutexThatIsFreeAllocatesNothing() {
    var m = new Mutex();
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    lockOften(m); // loads what there is to load
    long before = threads.getCurrentThreadAllocatedBytes();
    lockOften(m);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 10_000, () -> "100,000 locks allocated " + bytes + " bytes");
  }

  private static void lockOften(Mutex m) {
    for (int i = 0; i < 100_000; i++) {
      m.lock();
      m.unlock();
    }
  }
}
