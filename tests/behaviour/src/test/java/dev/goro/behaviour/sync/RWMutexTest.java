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
import dev.goro.sync.Locker;
import dev.goro.sync.RWMutex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link RWMutex} does what Go's {@code sync.RWMutex} does. */
class RWMutexTest {
  private int first;
  private int second;

  private static Runner<Boolean> reader(Kind kind, RWMutex m) {
    return Runner.start(
        kind,
        () -> {
          m.rLock();
          m.rUnlock();
          return true;
        });
  }

  private static Runner<Boolean> writer(Kind kind, RWMutex m) {
    return Runner.start(
        kind,
        () -> {
          m.lock();
          m.unlock();
          return true;
        });
  }

  private static void assertFree(RWMutex m) {
    assertTrue(m.tryLock(), "nobody holds it");
    m.unlock();
  }

  private static void assertRefused(String message, Executable call) {
    var e = assertThrows(IllegalMonitorStateException.class, call);
    assertEquals(message, e.getMessage());
  }

  @Test
  void readersSeeEachChangeOfAWriterWhole() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          var all = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 12; i++) {
            boolean writes = i % 4 == 0;
            all.add(
                Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      boolean same = true;
                      for (int n = 0; n < 1_000; n++) {
                        if (writes) {
                          m.lock();
                          first++;
                          if (n % 16 == 0) {
                            Go.gosched();
                          }
                          second++;
                          m.unlock();
                        } else {
                          m.rLock();
                          same &= first == second;
                          m.rUnlock();
                        }
                      }
                      return same;
                    }));
          }
          for (var r : all) {
            assertTrue(r.result());
          }
          assertEquals(3_000, first);
          assertFree(m);
        });
  }

  @Test
  void manyReadOrOneWrites() {
    var m = new RWMutex();
    assertTrue(m.tryRLock());
    assertTrue(m.tryRLock());
    assertFalse(m.tryLock());
    m.rUnlock();
    assertFalse(m.tryLock());
    m.rUnlock();
    assertTrue(m.tryLock());
    assertFalse(m.tryLock());
    assertFalse(m.tryRLock());
    m.unlock();
    assertTrue(m.tryRLock());
    m.rUnlock();
  }

  @Test
  void anUnlockOfWhatIsNotLockedIsAnErrorAndChangesNothing() {
    String read = "sync: RUnlock of unlocked RWMutex";
    String write = "sync: Unlock of unlocked RWMutex";
    var m = new RWMutex();
    for (int i = 0; i < 2; i++) {
      assertRefused(read, m::rUnlock);
      assertRefused(write, m::unlock);
      m.rLock();
      assertRefused(write, m::unlock);
      assertFalse(m.tryLock());
      m.rUnlock();
      assertRefused(read, m::rUnlock);
      m.lock();
      assertRefused(read, m::rUnlock);
      assertFalse(m.tryRLock());
      m.unlock();
      assertRefused(write, m::unlock);
    }
    assertFree(m);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWriterWaitsForAllReaders(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.rLock();
          m.rLock();
          var writer = writer(kind, m).awaitParked();
          m.rUnlock();
          writer.awaitParked();
          m.rUnlock();
          assertTrue(writer.result());
          assertFree(m);
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aReaderWaitsForTheWriter(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.lock();
          var reader = reader(kind, m).awaitParked();
          m.unlock();
          assertTrue(reader.result());
          assertFree(m);
        });
  }

  @Test
  void aWriterThatWaitsKeepsNewReadersOut() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.rLock();
          var writer = writer(Kind.GOROUTINE, m).awaitParked();
          assertFalse(m.tryRLock());
          var reader = reader(Kind.GOROUTINE, m).awaitParked();
          m.rUnlock();
          assertTrue(writer.result());
          assertTrue(reader.result());
        });
  }

  /** Or writers that follow each other would keep the readers out. */
  @Test
  void readersThatWaitComeBeforeTheNextWriter() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.lock();
          var events = new ArrayList<String>();
          var writer =
              Runner.start(
                      () -> {
                        m.lock();
                        events.add("write");
                        m.unlock();
                        return null;
                      })
                  .awaitParked();
          var readers =
              IntStream.range(0, 5)
                  .mapToObj(
                      i ->
                          Runner.start(
                                  () -> {
                                    m.rLock();
                                    synchronized (events) {
                                      events.add("read");
                                    }
                                    m.rUnlock();
                                    return null;
                                  })
                              .awaitParked())
                  .toList();
          m.unlock();
          readers.forEach(Runner::result);
          writer.result();
          assertEquals(List.of("read", "read", "read", "read", "read", "write"), events);
        });
  }

  @Test
  void allReadersThatWaitAreLetInAtOnce() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.lock();
          var readers = new ArrayList<Runner<Boolean>>();
          var inside = new java.util.concurrent.CountDownLatch(30);
          for (int i = 0; i < 30; i++) {
            readers.add(
                Runner.start(
                        Kind.values()[i % 3],
                        () -> {
                          m.rLock();
                          inside.countDown();
                          inside.await(); // all of them hold it at the same time
                          m.rUnlock();
                          return true;
                        })
                    .awaitParked());
          }
          m.unlock();
          readers.forEach(Runner::result);
          assertFree(m);
        });
  }

  @Test
  void theReadSideIsALocker() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          Locker read = m.rLocker();
          read.lock();
          m.rLocker().lock();
          assertFalse(m.tryLock());
          read.unlock();
          m.rUnlock();
          assertRefused("sync: RUnlock of unlocked RWMutex", read::unlock);
          m.lock();
          var reader =
              Runner.start(
                      () -> {
                        read.lock();
                        read.unlock();
                        return true;
                      })
                  .awaitParked();
          m.unlock();
          assertTrue(reader.result());
        });
  }

  /** As in Go, neither side belongs to a goroutine. */
  @Test
  void anotherGoroutineMayUnlockIt() throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.lock();
          Runner.start(
                  () -> {
                    m.unlock();
                    m.rLock();
                    return null;
                  })
              .result();
          m.rUnlock();
          assertFree(m);
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsTheWaitOfAReader(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.lock();
          var reader = reader(kind, m).awaitParked();
          reader.interrupt();
          var e = reader.failure(InterruptedOperationException.class);
          assertEquals("interrupted in sync.RWMutex.RLock", e.getMessage());
          assertTrue(reader.interruptFlag());
          var other = reader(kind, m).awaitParked();
          m.unlock();
          assertTrue(other.result());
          assertFree(m);
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsTheWaitOfAWriterAndLetsReadersIn(Kind kind) throws Exception {
    onMain(
        () -> {
          var m = new RWMutex();
          m.rLock();
          var writer = writer(kind, m).awaitParked();
          var reader = reader(kind, m).awaitParked();
          var second =
              writer(kind, m).awaitParked(); // behind the first, which waits for this reader
          writer.interrupt();
          var e = writer.failure(InterruptedOperationException.class);
          assertEquals("interrupted in sync.RWMutex.Lock", e.getMessage());
          assertTrue(writer.interruptFlag());
          assertTrue(reader.result(), "the writer that it waited for is gone");
          second.awaitParked();
          second.interrupt();
          second.failure(InterruptedOperationException.class);
          assertTrue(m.tryRLock());
          m.rUnlock();
          m.rUnlock();
          assertFree(m);
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAnUnlockLosesNoWakeUp(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 300; i++) {
            var m = new RWMutex();
            boolean write = i % 2 == 0;
            m.lock();
            var first =
                Runner.start(
                    kind,
                    () -> {
                      try {
                        if (write) {
                          m.lock();
                          m.unlock();
                        } else {
                          m.rLock();
                          m.rUnlock();
                        }
                        return true;
                      } catch (InterruptedOperationException e) {
                        return false;
                      }
                    });
            first.awaitParked();
            var reader = reader(Kind.GOROUTINE, m).awaitParked();
            var writer = writer(Kind.GOROUTINE, m).awaitParked();
            var interrupter =
                Runner.start(
                    () -> {
                      first.interrupt();
                      return null;
                    });
            m.unlock();
            interrupter.result();
            first.result();
            assertTrue(reader.result());
            assertTrue(writer.result());
            assertFree(m);
          }
        });
  }

  @Test
  void whoIsInterruptedAlreadyTakesWhatIsFree() {
    var m = new RWMutex();
    Thread.currentThread().interrupt();
    try {
      m.lock();
      assertThrows(InterruptedOperationException.class, m::rLock);
      assertThrows(InterruptedOperationException.class, m::lock);
      m.unlock();
      m.rLock();
      assertThrows(InterruptedOperationException.class, m::lock);
      m.rLock();
      m.rUnlock();
      m.rUnlock();
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertFree(m);
  }
}
