package dev.goro.conformance.sync;

import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The JDK's concurrent map in place of Go's {@code sync.Map}, used by goroutines. Go: {@code
 * src/sync/map_test.go}.
 */
class MapTest {
  private static final int SIZE = 1 << 10;

  @EachProcs
  void whoGoesThroughItSeesEveryKeyOnceWhileOthersStore(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var map = new ConcurrentHashMap<Integer, Long>();
          for (int n = 1; n <= SIZE; n++) {
            map.put(n, (long) n);
          }
          var over = new AtomicBoolean();
          var storers = new WaitGroup();
          for (int g = 1; g <= 4; g++) {
            int factor = g;
            storers.go(
                () -> {
                  for (int i = 0; !over.get(); i++) {
                    for (int n = 1; n < SIZE; n++) {
                      map.merge(n, (long) n * factor * i, (a, b) -> b);
                    }
                    Go.gosched();
                  }
                });
          }
          for (int round = 0; round < 16; round++) {
            var seen = new HashSet<Integer>();
            map.forEach(
                (k, v) -> {
                  assertEquals(0, v % k);
                  assertTrue(seen.add(k), "a key came twice");
                });
            assertEquals(SIZE, seen.size());
          }
          over.set(true);
          storers.await();
        });
  }

  @EachProcs
  void itIsClearedWhileOthersStore(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var map = new ConcurrentHashMap<Integer, Integer>();
          var all = new WaitGroup();
          for (int g = 0; g < 3; g++) {
            all.go(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    map.put(i, i);
                    map.compute(i, (k, v) -> v == null ? k : v + 1);
                  }
                });
            all.go(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    map.clear();
                    Go.gosched();
                  }
                });
          }
          all.await();
          map.clear();
          assertEquals(0, map.size());
          map.put(1, 1);
          assertNotNull(map.get(1));
        });
  }
}
