package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.Locker;
import dev.goro.sync.RWMutex;
import dev.goro.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers and writers. Go: {@code src/sync/rwmutex_test.go}. */
class RWMutexTest {
  private static final int WRITER = 10_000;
  private static final int ROUNDS = 1_000;

  @ParameterizedTest
  @CsvSource({"1, 4", "3, 4", "4, 2"})
  void readersHoldItAtTheSameTime(int readers, int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new RWMutex();
          Chan<Boolean> locked = Chan.make();
          Chan<Boolean> mayUnlock = Chan.make();
          Chan<Boolean> done = Chan.make();
          for (int i = 0; i < readers; i++) {
            go(
                () -> {
                  m.rLock();
                  locked.send(true);
                  mayUnlock.recv();
                  m.rUnlock();
                  done.send(true);
                });
          }
          for (int i = 0; i < readers; i++) {
            locked.recv();
          }
          for (int i = 0; i < readers; i++) {
            mayUnlock.send(true);
          }
          for (int i = 0; i < readers; i++) {
            done.recv();
          }
        });
  }

  @Test
  void triesOfBothSides() {
    var m = new RWMutex();
    m.lock();
    assertFalse(m.tryLock());
    assertFalse(m.tryRLock());
    m.unlock();
    assertTrue(m.tryLock());
    m.unlock();
    assertTrue(m.tryRLock());
    assertTrue(m.tryRLock());
    assertFalse(m.tryLock());
    m.rUnlock();
    m.rUnlock();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "1, 3", "1, 10", "4, 1", "4, 3", "4, 10", "10, 1", "10, 3", "10, 10", "10, 5"
  })
  void aWriterIsAloneAndReadersAreAmongThemselves(int procs, int readers) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new RWMutex();
          var active = new AtomicInteger(); // readers, and WRITER for each writer
          var wrong = new AtomicInteger();
          var all = new WaitGroup();
          for (int i = 0; i < readers + 2; i++) {
            boolean writes = i == 0 || i == 1 + readers / 2;
            all.go(
                () -> {
                  for (int n = 0; n < ROUNDS; n++) {
                    if (writes) {
                      m.lock();
                      if (active.addAndGet(WRITER) != WRITER) {
                        wrong.incrementAndGet();
                      }
                      active.addAndGet(-WRITER);
                      m.unlock();
                    } else {
                      m.rLock();
                      int seen = active.incrementAndGet();
                      if (seen < 1 || seen >= WRITER) {
                        wrong.incrementAndGet();
                      }
                      active.decrementAndGet();
                      m.rUnlock();
                    }
                  }
                });
          }
          all.await();
          assertEquals(0, wrong.get());
        });
  }

  @EachProcs
  void theReadSideIsALocker(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new RWMutex();
          Locker read = m.rLocker();
          Chan<Boolean> written = Chan.make(1);
          Chan<Boolean> readLocked = Chan.make(1);
          int rounds = 10;
          go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  read.lock();
                  read.lock();
                  readLocked.send(true);
                  m.lock();
                  written.send(true);
                }
              });
          for (int i = 0; i < rounds; i++) {
            readLocked.recv();
            read.unlock();
            assertTrue(written.tryRecv().isEmpty(), "a reader is left");
            read.unlock();
            written.recv();
            assertTrue(readLocked.tryRecv().isEmpty(), "the writer holds it");
            m.unlock();
          }
        });
  }
}
