package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.Mutex;
import dev.goro.sync.RWMutex;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Locking, misuse and fairness. Go: {@code src/sync/mutex_test.go}. */
class MutexTest {
  private static final Duration SHORT = Duration.ofNanos(100_000);

  @EachProcs
  void locksAndTriesOfManyGoroutines(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          mutex.lock();
          assertFalse(mutex.tryLock());
          mutex.unlock();
          assertTrue(mutex.tryLock());
          mutex.unlock();
          Chan<Integer> done = Chan.make();
          int[] inside = new int[1];
          for (int g = 0; g < 10; g++) {
            go(
                () -> {
                  int entered = 0;
                  for (int i = 0; i < 1_000; i++) {
                    if (i % 3 != 0) {
                      mutex.lock();
                    } else if (!mutex.tryLock()) {
                      continue;
                    }
                    inside[0]++;
                    entered++;
                    mutex.unlock();
                  }
                  done.send(entered);
                });
          }
          int entered = 0;
          for (int g = 0; g < 10; g++) {
            entered += done.recv();
          }
          assertTrue(entered == inside[0], entered + " have entered, " + inside[0] + " counted");
        });
  }

  @Test
  void unlockingWhatIsNotLockedIsAnError() {
    Map<String, Runnable> misuses = new LinkedHashMap<>();
    misuses.put("a mutex", () -> new Mutex().unlock());
    misuses.put(
        "a mutex, twice",
        () -> {
          var m = new Mutex();
          m.lock();
          m.unlock();
          m.unlock();
        });
    misuses.put("the write side", () -> new RWMutex().unlock());
    misuses.put(
        "the write side of what is locked for reading",
        () -> {
          var m = new RWMutex();
          m.rLock();
          m.unlock();
        });
    misuses.put(
        "the write side, twice",
        () -> {
          var m = new RWMutex();
          m.lock();
          m.unlock();
          m.unlock();
        });
    misuses.put("the read side", () -> new RWMutex().rUnlock());
    misuses.put(
        "the read side of what is locked for writing",
        () -> {
          var m = new RWMutex();
          m.lock();
          m.rUnlock();
        });
    misuses.put(
        "the read side, twice",
        () -> {
          var m = new RWMutex();
          m.rLock();
          m.rUnlock();
          m.rUnlock();
        });
    misuses.forEach(
        (name, misuse) -> {
          var e = assertThrows(IllegalMonitorStateException.class, misuse::run, name);
          assertTrue(e.getMessage().contains("unlocked"), name + ": " + e.getMessage());
        });
  }

  @EachProcs
  void aGoroutineThatHardlyEverUnlocksDoesNotStarveAnother(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var mutex = new Mutex();
          Chan<Boolean> stop = Chan.make();
          Chan<Boolean> stopped = Chan.make();
          Chan<Boolean> done = Chan.make();
          go(
              () -> {
                do {
                  mutex.lock();
                  sleep(SHORT);
                  mutex.unlock();
                } while (stop.tryRecv().isEmpty());
                stopped.send(true);
              });
          go(
              () -> {
                for (int i = 0; i < 10; i++) {
                  sleep(SHORT);
                  mutex.lock();
                  mutex.unlock();
                }
                done.send(true);
              });
          done.recv();
          stop.close();
          stopped.recv();
        });
  }
}
