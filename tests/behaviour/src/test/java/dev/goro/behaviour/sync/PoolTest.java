package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.Pool;
import dev.goro.testing.Eventually;
import dev.goro.testing.Goroutines;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Pool} does what Go's {@code sync.Pool} does. */
class PoolTest {
  /** An object that tells when two use it at once. */
  private static final class Buffer {
    final AtomicBoolean used = new AtomicBoolean();
    final byte[] bytes = new byte[1_000];
  }

  private final AtomicInteger made = new AtomicInteger();

  private Pool<Buffer> pool() {
    return new Pool<>(
        () -> {
          made.incrementAndGet();
          return new Buffer();
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatWasPutIsUsedAgain(Kind kind) throws Exception {
    onMain(
        () -> {
          var pool = pool();
          int rounds = 10_000;
          Runner.start(
                  kind,
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      pool.put(pool.get());
                    }
                    return null;
                  })
              .result();
          assertTrue(made.get() < rounds / 10, () -> made + " were made");
        });
  }

  @Test
  void oneKindOfThreadGetsWhatAnotherHasPut() throws Exception {
    onMain(
        () -> {
          for (Kind putter : Kind.values()) {
            for (Kind getter : Kind.values()) {
              var pool = new Pool<Buffer>(() -> null);
              // A collection may come between: then it is put again.
              Eventually.that(
                  getter + " gets what " + putter + " has put",
                  () -> {
                    var buffer = new Buffer();
                    Runner.start(
                            putter,
                            () -> {
                              pool.put(buffer);
                              return null;
                            })
                        .result();
                    return Runner.start(getter, pool::get).result() == buffer;
                  });
            }
          }
        });
  }

  @Test
  void noObjectIsGivenToTwo() throws Exception {
    onMain(
        () -> {
          var pool = pool();
          var all = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 12; i++) {
            all.add(
                Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      boolean alone = true;
                      for (int n = 0; n < 5_000; n++) {
                        List<Buffer> held = new ArrayList<>();
                        for (int k = 0; k <= n % 5; k++) {
                          Buffer b = pool.get();
                          alone &= b.used.compareAndSet(false, true);
                          held.add(b);
                        }
                        if (n % 64 == 0) {
                          Go.gosched();
                        }
                        for (Buffer b : held) {
                          alone &= b.used.compareAndSet(true, false);
                          pool.put(b);
                        }
                      }
                      return alone;
                    }));
          }
          for (var r : all) {
            assertTrue(r.result());
          }
        });
  }

  @Test
  void nullIsNotKept() {
    var pool = pool();
    pool.put(null);
    assertNotNull(pool.get());
    assertThrows(NullPointerException.class, () -> new Pool<Buffer>(null));
  }

  @Test
  void aPoolServesMorePsThanThereWereWhenItWasMade() throws Exception {
    Goroutines.onMainAtProcs(
        1,
        () -> {
          var pool = pool();
          pool.put(pool.get());
          Go.gomaxprocs(16);
          var all = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 64; i++) {
            all.add(
                Runner.start(
                    () -> {
                      for (int n = 0; n < 1_000; n++) {
                        Buffer b = pool.get();
                        if (!b.used.compareAndSet(false, true)) {
                          return false;
                        }
                        b.used.set(false);
                        pool.put(b);
                      }
                      return true;
                    }));
          }
          for (var r : all) {
            assertTrue(r.result());
          }
        });
  }

  @Test
  void collectionsEmptyAPoolThatNobodyUses() {
    var pool = pool();
    List<WeakReference<Buffer>> put = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      var buffer = new Buffer();
      put.add(new WeakReference<>(buffer));
      pool.put(buffer);
    }
    Eventually.that(
        "all are collected",
        () -> {
          System.gc();
          return put.stream().allMatch(r -> r.refersTo(null));
        });
    assertEquals(0, made.get());
    assertFalse(pool.get().used.get());
    assertEquals(1, made.get());
  }

  @Test
  void aPoolThatNobodyHoldsIsCollected() {
    List<WeakReference<Pool<Buffer>>> pools = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      var pool = pool();
      pool.put(new Buffer());
      pools.add(new WeakReference<>(pool));
    }
    Eventually.that(
        "all are collected",
        () -> {
          System.gc();
          return pools.stream().allMatch(r -> r.refersTo(null));
        });
  }
}
