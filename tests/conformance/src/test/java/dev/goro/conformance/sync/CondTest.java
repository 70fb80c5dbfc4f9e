package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.Go.gosched;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.Cond;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;

/** Signals and broadcasts. Go: {@code src/sync/cond_test.go}. */
class CondTest {
  private int x;
  private boolean over;

  private static void signal(Mutex m, Cond c) {
    m.lock();
    c.signal();
    m.unlock();
  }

  @EachProcs
  void aSignalWakesOne(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          int n = 2;
          Chan<Boolean> running = Chan.make(n);
          Chan<Boolean> awake = Chan.make(n);
          for (int i = 0; i < n; i++) {
            go(
                () -> {
                  m.lock();
                  running.send(true);
                  c.await();
                  awake.send(true);
                  m.unlock();
                });
          }
          for (int i = 0; i < n; i++) {
            running.recv();
          }
          for (int i = 0; i < n; i++) {
            assertTrue(awake.tryRecv().isEmpty(), "nobody has signalled");
            signal(m, c);
            awake.recv();
            assertTrue(awake.tryRecv().isEmpty(), "one signal, two awake");
          }
          c.signal();
        });
  }

  @EachProcs
  void signalsWakeInTheOrderOfTheWaiting(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          int n = 100;
          Chan<Boolean> running = Chan.make(n);
          Chan<Integer> awake = Chan.make(n);
          for (int i = 0; i < n; i++) {
            int own = i;
            go(
                () -> {
                  m.lock();
                  running.send(true);
                  c.await();
                  awake.send(own);
                  m.unlock();
                });
            if (i > 0) {
              assertEquals(i - 1, awake.recv());
            }
            running.recv();
            signal(m, c);
          }
        });
  }

  @EachProcs
  void aBroadcastWakesEachOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var m = new Mutex();
          var c = new Cond(m);
          int n = 100;
          Chan<Integer> running = Chan.make(n);
          Chan<Integer> awake = Chan.make(n);
          for (int i = 0; i < n; i++) {
            int own = i;
            go(
                () -> {
                  m.lock();
                  while (!over) {
                    running.send(own);
                    c.await();
                    awake.send(own);
                  }
                  m.unlock();
                });
          }
          for (int round = 0; round < n; round++) {
            for (int i = 0; i < n; i++) {
              running.recv();
            }
            if (round == n - 1) {
              m.lock();
              over = true;
              m.unlock();
            }
            assertTrue(awake.tryRecv().isEmpty(), "nobody has called");
            m.lock();
            c.broadcast();
            m.unlock();
            boolean[] seen = new boolean[n];
            for (int i = 0; i < n; i++) {
              int g = awake.recv();
              assertFalse(seen[g], "woken twice");
              seen[g] = true;
            }
          }
          assertTrue(running.tryRecv().isEmpty(), "all are at their end");
          c.broadcast();
        });
  }

  @EachProcs
  void threeTakeTurnsOverOneVariable(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          x = 0;
          var m = new Mutex();
          var c = new Cond(m);
          int[] seen = new int[2];
          var all = new WaitGroup();
          all.go(
              () -> {
                m.lock();
                x = 1;
                c.await();
                seen[0] = x;
                x = 3;
                c.signal();
                m.unlock();
              });
          all.go(
              () -> {
                m.lock();
                while (x != 1) {
                  m.unlock();
                  gosched();
                  m.lock();
                }
                x = 2;
                c.signal();
                m.unlock();
              });
          all.go(
              () -> {
                m.lock();
                while (x < 2) {
                  m.unlock();
                  gosched();
                  m.lock();
                }
                if (x == 2) {
                  c.await();
                }
                seen[1] = x;
                m.unlock();
              });
          all.await();
          assertEquals(2, seen[0]);
          assertEquals(3, seen[1]);
        });
  }

  /** Who comes to wait while a broadcast is under way does not get it instead of one that waits. */
  @EachProcs
  void aLaterWaiterDoesNotStealASignal(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < 300; round++) {
            var m = new Mutex();
            var c = new Cond(m);
            over = false;
            Chan<Boolean> first = Chan.make();
            go(
                () -> {
                  m.lock();
                  first.send(true);
                  c.await();
                  m.unlock();
                  first.send(true);
                });
            first.recv();
            m.lock(); // so it waits
            m.unlock();
            var others = new WaitGroup();
            others.go(c::broadcast);
            others.go(
                () -> {
                  m.lock();
                  while (!over) {
                    c.await();
                  }
                  m.unlock();
                });
            first.recv();
            m.lock();
            over = true;
            m.unlock();
            c.broadcast();
            others.await();
          }
        });
  }
}
