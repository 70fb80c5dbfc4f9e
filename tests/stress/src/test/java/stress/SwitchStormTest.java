package stress;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.GoroTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goroutines that leave their M in every way, one after the other: by Goro's parks and yields, by
 * the JDK's, by a monitor; while others look at their stacks and interrupt them. A turn that is
 * lost between two ways is a hang; an interrupt that reaches another goroutine, or none, is seen.
 */
@GoroTest(seconds = 600)
class SwitchStormTest {
  private static final int PAIRS = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void allWaysToLeaveMeet(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          List<Thread> threads = new CopyOnWriteArrayList<>();
          var over = new AtomicBoolean();
          Thread looker =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        while (!over.get()) {
                          threads.forEach(Thread::getStackTrace);
                          LockSupport.parkNanos(20_000);
                        }
                      });
          int values = Tier.work(3_000);
          var ended = new WaitGroup();
          Object monitor = new Object();
          for (int i = 0; i < PAIRS; i++) {
            Chan<Integer> there = Chan.make();
            Chan<Integer> back = Chan.make();
            ended.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int v = 0; v < values; v++) {
                    there.send(v);
                    leave(v, monitor);
                    assertEquals(v + 1, back.recv());
                    assertFalse(Thread.currentThread().isInterrupted(), "nobody was interrupted");
                  }
                });
            ended.go(
                () -> {
                  threads.add(Thread.currentThread());
                  for (int v = 0; v < values; v++) {
                    int got = there.recv();
                    leave(v + 1, monitor);
                    back.send(got + 1);
                  }
                });
          }
          ended.await();
          over.set(true);
          looker.join();
        });
  }

  /** One of the ways to leave an M and come back. */
  private static void leave(int n, Object monitor) {
    switch (n % 6) {
      case 0 -> LockSupport.parkNanos(1_000);
      case 1 -> Thread.yield();
      case 2 -> Go.gosched();
      case 3 -> {
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park();
      }
      case 4 -> {
        synchronized (monitor) {
          Go.gosched();
        }
      }
      default -> {}
    }
  }

  /**
   * One is interrupted again and again as it parks and comes back; beside it, on the same Ms,
   * others park too, and look whether the interrupt has reached them or their M.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void anInterruptReachesTheOneThatItIsFor(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          int interrupts = Tier.work(1_000);
          Chan<Integer> never = Chan.make();
          var over = new AtomicBoolean();
          Chan<Thread> target = Chan.make(1);
          Chan<Integer> caught = Chan.make();
          var ended = new WaitGroup();
          ended.go(
              () -> {
                target.send(Thread.currentThread());
                for (int n = 0; n < interrupts; n++) {
                  try {
                    never.recv();
                  } catch (InterruptedOperationException e) {
                    Thread.interrupted();
                  }
                  caught.send(n);
                }
              });
          for (int i = 0; i < PAIRS; i++) {
            Chan<Integer> ball = Chan.make();
            ended.go(
                () -> {
                  while (!over.get()) {
                    ball.send(1);
                    assertFalse(Thread.currentThread().isInterrupted(), "it was another's");
                    LockSupport.parkNanos(1_000);
                  }
                  ball.close();
                });
            ended.go(
                () -> {
                  for (int one : ball) {
                    assertEquals(1, one);
                    assertFalse(Thread.currentThread().isInterrupted(), "it was another's");
                  }
                });
          }
          Thread thread = target.recv();
          for (int n = 0; n < interrupts; n++) {
            thread.interrupt();
            assertEquals(n, caught.recv());
          }
          over.set(true);
          ended.await();
        });
  }
}
