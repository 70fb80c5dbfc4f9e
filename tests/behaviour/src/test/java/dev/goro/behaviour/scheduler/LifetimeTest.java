package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.testing.Program;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What others see of the start and the end of a goroutine's thread: its state, and a join. */
class LifetimeTest {
  private static final int MANY = 2_000;

  /** How a goroutine comes to its end. */
  private interface Life {
    void live() throws Exception;
  }

  @Test
  void whoJoinsSeesTheEndAndWhatWasWritten() throws Exception {
    onMain(() -> joinAll(() -> {}));
  }

  @Test
  void oneThatWaitedAtAChannelIsJoined() throws Exception {
    onMain(() -> joinAll(() -> Go.sleep(Duration.ofNanos(100))));
  }

  @Test
  void oneThatTheJdkParkedLastIsJoined() throws Exception {
    onMain(() -> joinAll(() -> Thread.sleep(Duration.ofNanos(100))));
  }

  @Test
  void oneThatTheJdkAndGoroParkedByTurnsIsJoined() throws Exception {
    var lock = new ReentrantLock();
    onMain(
        () ->
            joinAll(
                () -> {
                  lock.lock();
                  try {
                    Go.gosched();
                  } finally {
                    lock.unlock();
                  }
                  Thread.sleep(Duration.ofNanos(100));
                  Go.gosched();
                }));
  }

  private static void joinAll(Life life) throws Exception {
    Chan<Thread> threads = Chan.make(MANY);
    int[] written = new int[MANY];
    for (int i = 0; i < MANY; i++) {
      int n = i;
      go(
          () -> {
            threads.send(Thread.currentThread());
            life.live();
            written[n] = n + 1;
          });
    }
    var joined = new ArrayList<Thread>();
    for (int i = 0; i < MANY; i++) {
      Thread t = threads.recv();
      t.join();
      assertEquals(Thread.State.TERMINATED, t.getState());
      assertFalse(t.isAlive());
      joined.add(t);
    }
    assertEquals(MANY, joined.stream().distinct().count());
    for (int i = 0; i < MANY; i++) {
      assertEquals(i + 1, written[i]);
    }
  }

  @Test
  void manyJoinOneThatIsAlive() throws Exception {
    onMain(
        () -> {
          Chan<Thread> self = Chan.make();
          Chan<Integer> end = Chan.make();
          go(
              () -> {
                self.send(Thread.currentThread());
                end.recv();
              });
          Thread one = self.recv();
          assertTrue(one.isAlive());
          assertFalse(one.join(Duration.ofMillis(1)));
          var joiners = new ArrayList<Thread>();
          for (int i = 0; i < 4; i++) {
            joiners.add(
                Thread.ofPlatform()
                    .start(
                        () -> {
                          try {
                            one.join();
                          } catch (InterruptedException e) {
                            throw new AssertionError(e);
                          }
                        }));
          }
          end.send(1);
          for (Thread joiner : joiners) {
            joiner.join();
          }
          assertEquals(Thread.State.TERMINATED, one.getState());
        });
  }

  @Test
  void itsThreadLocalsGoWithIt() throws Exception {
    onMain(
        () -> {
          var local = new ThreadLocal<Object>();
          Chan<WeakReference<Object>> values = Chan.make();
          Chan<Thread> self = Chan.make(1);
          go(
              () -> {
                Object value = new byte[1 << 20];
                local.set(value);
                self.send(Thread.currentThread());
                values.send(new WeakReference<>(value));
              });
          WeakReference<Object> value = values.recv();
          Thread kept = self.recv();
          kept.join();
          for (int i = 0; i < 50 && value.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
          }
          assertTrue(value.get() == null, "a thread that has ended keeps the value of a local");
          assertFalse(kept.isAlive());
          assertNull(local.get());
        });
  }

  /** Joins some goroutines, and says so. */
  static class Joins {
    static void main() throws Exception {
      joinAll(() -> Thread.sleep(Duration.ofNanos(100)));
      joinAll(() -> {});
      System.out.println("joined");
    }
  }

  @Test
  void itIsTheSameWhereTheJdkTracksItsThreads() {
    for (String track : List.of("true", "false")) {
      var result = Program.of(Joins.class).jvm("-Djdk.trackAllThreads=" + track).run();
      assertEquals("joined", result.out().strip(), result::toString);
    }
  }
}
