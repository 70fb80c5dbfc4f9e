package dev.goro.runtime.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A P's local queue by itself: order, stealing, and that it never looks empty by mistake. Go: the
 * tests of the local queue in {@code src/runtime/proc_test.go}, whose bodies stand in {@code
 * src/runtime/export_test.go}.
 */
class RunQueueConformanceTest {
  private static final int CAPACITY = RunQueue.CAPACITY;

  private static Goroutine[] goroutines(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> Goroutine.create(i + 1, 0, 0, null, null, () -> {}))
        .toArray(Goroutine[]::new);
  }

  @Test
  void valuesComeOutInTheOrderInWhichTheyWentIn() {
    var queue = new RunQueue(CAPACITY);
    Goroutine[] all = goroutines(CAPACITY);
    for (int n = 0; n <= CAPACITY; n++) {
      assertNull(queue.poll());
      for (int i = 0; i < n; i++) {
        assertTrue(queue.offer(all[i]));
      }
      for (int i = 0; i < n; i++) {
        assertSame(all[i], queue.poll());
      }
      assertNull(queue.poll());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void whoRunsNextStandsBeforeTheRing() {
    var queue = new RunQueue(CAPACITY);
    Goroutine[] two = goroutines(2);
    assertNull(queue.swapNext(two[0]));
    assertTrue(queue.ringIsEmpty());
    assertFalse(queue.isEmpty());
    assertTrue(queue.offer(two[1]));
    assertFalse(queue.ringIsEmpty());
    assertSame(two[1], queue.poll());
    assertTrue(queue.ringIsEmpty());
    assertSame(two[0], queue.takeNext());
    assertTrue(queue.isEmpty());
  }

  @Test
  void aThiefTakesHalfAndNothingIsLost() {
    var victim = new RunQueue(CAPACITY);
    var thief = new RunQueue(CAPACITY);
    Goroutine[] all = goroutines(CAPACITY);
    for (int n = 0; n <= CAPACITY; n++) {
      for (int i = 0; i < n; i++) {
        assertTrue(victim.offer(all[i]));
      }
      Set<Goroutine> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      Goroutine taken = victim.stealInto(thief);
      if (taken != null) {
        assertTrue(seen.add(taken));
      }
      drain(thief, seen);
      int stolen = seen.size();
      assertTrue(stolen == n / 2 || stolen == n / 2 + 1, stolen + " were stolen of " + n);
      drain(victim, seen);
      assertEquals(n, seen.size());
    }
  }

  private static void drain(RunQueue queue, Set<Goroutine> seen) {
    for (Goroutine g = queue.poll(); g != null; g = queue.poll()) {
      assertTrue(seen.add(g), "a goroutine came out twice");
    }
  }

  /**
   * While the owner puts a second goroutine in and takes one out, at least one is always there;
   * another thread must not see the queue empty. By way of the slot for the next one, or past it,
   * as the owner of a P does both.
   */
  @Test
  void aQueueThatHoldsSomethingNeverLooksEmpty() throws Exception {
    var queue = new RunQueue(CAPACITY);
    Goroutine[] two = goroutines(2);
    int rounds = 10_000;
    var wrong = new AtomicInteger();
    var start = new CyclicBarrier(2);
    var looked = new CyclicBarrier(2);
    Thread looker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < rounds; i++) {
                      start.await();
                      if (queue.isEmpty()) {
                        wrong.incrementAndGet();
                      }
                      looked.await();
                    }
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    for (int i = 0; i < rounds; i++) {
      put(queue, two[0], (i & 1) == 0);
      start.await();
      put(queue, two[1], (i & 2) == 0);
      assertNotNull(take(queue));
      looked.await();
      assertNotNull(take(queue));
    }
    looker.join();
    assertEquals(0, wrong.get(), "the queue looked empty while it held a goroutine");
  }

  /** As the owner does it: next, and the one that stood there goes to the tail. */
  private static void put(RunQueue queue, Goroutine g, boolean next) {
    Goroutine toTail = next ? queue.swapNext(g) : g;
    if (toTail != null) {
      assertTrue(queue.offer(toTail));
    }
  }

  private static Goroutine take(RunQueue queue) {
    Goroutine next = queue.takeNext();
    return next != null ? next : queue.poll();
  }
}
