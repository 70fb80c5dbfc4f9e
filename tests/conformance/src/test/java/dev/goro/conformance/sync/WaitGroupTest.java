package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Counting and waiting. Go: {@code src/sync/waitgroup_test.go}. */
class WaitGroupTest {
  private static final int GOROUTINES = 16;

  @EachProcs
  void twoGroupsMakeABarrierAgainAndAgain(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var arrived = new WaitGroup();
          var released = new WaitGroup();
          for (int round = 0; round < 8; round++) {
            arrived.add(GOROUTINES);
            released.add(GOROUTINES);
            Chan<Boolean> exited = Chan.make(GOROUTINES);
            for (int i = 0; i < GOROUTINES; i++) {
              go(
                  () -> {
                    arrived.done();
                    released.await();
                    exited.send(true);
                  });
            }
            arrived.await();
            for (int i = 0; i < GOROUTINES; i++) {
              assertTrue(exited.tryRecv().isEmpty(), "released too early");
              released.done();
            }
            for (int i = 0; i < GOROUTINES; i++) {
              exited.recv();
            }
          }
        });
  }

  @Test
  void oneDoneTooManyIsAnError() {
    var wg = new WaitGroup();
    wg.add(1);
    wg.done();
    var e = assertThrows(IllegalStateException.class, wg::done);
    assertEquals("sync: negative WaitGroup counter", e.getMessage());
  }

  @EachProcs
  void awaitReturnsAfterTheLastOfTwo(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            var wg = new WaitGroup();
            var n = new AtomicInteger();
            for (int g = 0; g < 2; g++) {
              wg.add(1);
              go(
                  () -> {
                    n.incrementAndGet();
                    wg.done();
                  });
            }
            wg.await();
            assertEquals(2, n.get());
          }
        });
  }

  @Test
  void goRunsATaskThatIsWaitedFor() throws Exception {
    onMain(
        () -> {
          var wg = new WaitGroup();
          int[] i = new int[1];
          wg.go(() -> i[0]++);
          wg.await();
          assertEquals(1, i[0]);
        });
  }

  static class Panics {
    static void main() {
      var wg = new WaitGroup();
      wg.go(
          () -> {
            throw new IllegalStateException("test");
          });
      wg.await();
      System.out.println("await returned");
    }
  }

  @Test
  void aPanicEndsTheProgramBeforeAwaitReturns() {
    var result = Program.of(Panics.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(
        result.err().contains("panic: java.lang.IllegalStateException: test"), result::toString);
    assertFalse(result.out().contains("await returned"), result::toString);
  }
}
