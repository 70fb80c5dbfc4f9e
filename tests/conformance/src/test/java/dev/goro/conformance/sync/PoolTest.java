package dev.goro.conformance.sync;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.conformance.EachProcs;
import dev.goro.sync.Pool;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Objects that are used again. Go: {@code src/sync/pool_test.go}. */
class PoolTest {
  private static final int OBJECTS = 100;

  /** A collection may empty a pool at any time: so a round in which it did is done again. */
  @Test
  void whatWasPutIsGivenAndThenNothing() throws Exception {
    onMainAtProcs(
        1,
        () ->
            Eventually.that(
                "a round that no collection disturbs",
                () -> {
                  var pool = new Pool<String>(() -> null);
                  assertNull(pool.get(), "it is empty");
                  pool.put("a");
                  pool.put("b");
                  Set<String> given = new HashSet<>();
                  given.add(pool.get());
                  given.add(pool.get());
                  assertNull(pool.get(), "it gives nothing twice");
                  return given.equals(Set.of("a", "b"));
                }));
  }

  @Test
  void whatIsNotThereIsMade() throws Exception {
    onMainAtProcs(
        1,
        () ->
            Eventually.that(
                "a round that no collection disturbs",
                () -> {
                  var made = new AtomicInteger();
                  var pool = new Pool<Integer>(made::incrementAndGet);
                  assertEquals(1, pool.get());
                  assertEquals(2, pool.get());
                  pool.put(42);
                  int given = pool.get();
                  assertTrue(given == 42 || given == 3);
                  return given == 42 && pool.get() == 3;
                }));
  }

  private static List<WeakReference<Object>> fill(Pool<Object> pool) {
    List<WeakReference<Object>> put = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      Object object = new Object();
      put.add(new WeakReference<>(object));
      pool.put(object);
    }
    return put;
  }

  private static void awaitCollected(List<WeakReference<Object>> all) {
    Eventually.that(
        "all are collected",
        () -> {
          System.gc();
          return all.stream().allMatch(r -> r.refersTo(null));
        });
  }

  @EachProcs
  void aPoolHoldsNothingThatItHasGiven(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var pool = new Pool<Object>(() -> null);
          for (int round = 0; round < 3; round++) {
            var put = fill(pool);
            for (int i = 0; i < OBJECTS; i++) {
              pool.get();
            }
            awaitCollected(put);
          }
        });
  }

  @EachProcs
  void collectionsEmptyAPool(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var pool = new Pool<Object>(() -> null);
          for (int round = 0; round < 3; round++) {
            awaitCollected(fill(pool));
          }
        });
  }

  @EachProcs
  void manyGoroutinesPutAndGet(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var pool = new Pool<Integer>(() -> null);
          var wrong = new AtomicInteger();
          var all = new WaitGroup();
          for (int g = 0; g < 10; g++) {
            all.go(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    pool.put(0);
                    Integer given = pool.get();
                    if (given != null && given != 0) {
                      wrong.incrementAndGet();
                    }
                  }
                });
          }
          all.await();
          assertEquals(0, wrong.get());
        });
  }
}
