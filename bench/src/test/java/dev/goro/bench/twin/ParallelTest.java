package dev.goro.bench.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared operations: each is done once, however many there are, and none may be left out. */
class ParallelTest {
  private static final int MEMBERS = 3;

  private static void together(int count, Parallel.Member member) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      int me = i;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  member.run(me);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 10_000, 100_001})
  void eachOperationIsDoneOnce(long ops) throws Exception {
    var parallel = new Parallel(ParallelTest::together, MEMBERS);
    var done = new AtomicLong();
    // The first run's batches are of one, the second's of many.
    for (int run = 1; run <= 2; run++) {
      parallel.run(
          ops,
          share -> {
            long mine = 0;
            while (share.next()) {
              mine++;
            }
            done.addAndGet(mine);
            return mine;
          });
      assertEquals(run * ops, done.get());
    }
  }

  @Test
  void anOperationThatDidNotDoItsWorkIsTold() {
    var parallel = new Parallel(ParallelTest::together, 1);
    var e =
        assertThrows(
            WrongResultException.class,
            () ->
                parallel.run(
                    10,
                    share -> {
                      long right = -1;
                      while (share.next()) {
                        right++;
                      }
                      return right;
                    }));
    assertEquals("operations: expected 10, got 9", e.getMessage());
  }

  @Test
  void sharesOfACallerWhoStartsItsMembersItself() {
    var parallel = new Parallel(MEMBERS);
    assertEquals(MEMBERS, parallel.members());
    var round = parallel.start(2);
    var one = round.share();
    var other = round.share();
    assertTrue(one.next() && other.next() && !one.next() && !other.next());
    round.finish(2);
  }
}
