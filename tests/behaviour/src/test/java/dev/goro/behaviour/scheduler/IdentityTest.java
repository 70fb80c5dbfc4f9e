package dev.goro.behaviour.scheduler;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A goroutine's number and name, and what it keeps for itself. */
class IdentityTest {
  @Test
  void idsAreUniqueAndPositive() throws Exception {
    onMain(
        () -> {
          Chan<Long> ids = Chan.make();
          int n = 2_000;
          for (int i = 0; i < n; i++) {
            go(() -> ids.send(Go.goid()));
          }
          var seen = new HashSet<Long>();
          seen.add(Go.goid());
          for (int i = 0; i < n; i++) {
            long id = ids.recv();
            assertTrue(id > 0);
            assertTrue(seen.add(id), () -> "twice: " + id);
          }
        });
  }

  @Test
  void anIdStaysWhereverTheGoroutineRuns() throws Exception {
    onMain(
        () -> {
          long id = Go.goid();
          for (int i = 0; i < 20; i++) {
            Go.gosched();
            Go.sleep(Duration.ofNanos(1_000));
            Thread.sleep(1);
            assertEquals(id, Go.goid());
          }
        });
  }

  @Test
  void otherThreadsHaveNone() throws Exception {
    assertEquals(0, Go.goid());
    onMain(
        () -> {
          Chan<Long> ids = Chan.make(2);
          Thread.ofPlatform().start(() -> ids.send(Go.goid())).join();
          Thread.ofVirtual().start(() -> ids.send(Go.goid())).join();
          assertEquals(0, ids.recv());
          assertEquals(0, ids.recv());
        });
  }

  static class PrintId {
    static void main() {
      System.out.println(Go.goid());
    }
  }

  @Test
  void theMainGoroutineIsNumberOne() {
    var result = Program.of(PrintId.class).run();
    assertEquals("1", result.out().strip(), result::toString);
  }

  @Test
  void aNameShowsInItsThreadAndInDumps() throws Exception {
    onMain(
        () -> {
          Chan<String> names = Chan.make(1);
          Chan<Integer> release = Chan.make();
          go(
              "the poller of feeds",
              () -> {
                names.send(Thread.currentThread().getName());
                release.recv();
              });
          assertEquals("the poller of feeds", names.recv());
          dev.goro.testing.Eventually.that(
              "the dump names it", () -> Go.dump().contains("the poller of feeds"));
          release.close();
        });
  }

  @Test
  void missingArgumentsAreRefused() {
    assertThrows(NullPointerException.class, () -> go(null));
    assertThrows(NullPointerException.class, () -> go(null, () -> {}));
    assertThrows(NullPointerException.class, () -> go("name", null));
    assertThrows(NullPointerException.class, () -> Go.run(null));
    assertThrows(NullPointerException.class, () -> Go.onPanic(null));
  }

  @Test
  void aThreadLocalIsAGoroutinesOwn() throws Exception {
    var local = ThreadLocal.withInitial(() -> "initial");
    onMain(
        () -> {
          Chan<String> seen = Chan.make();
          local.set("main's");
          for (int i = 0; i < 100; i++) {
            String own = "own " + i;
            go(
                () -> {
                  assertEquals("initial", local.get());
                  local.set(own);
                  Go.gosched();
                  assertEquals(own, local.get());
                  Go.sleep(Duration.ofMillis(1));
                  assertEquals(own, local.get());
                  Thread.sleep(1);
                  seen.send(local.get().equals(own) ? "ok" : local.get());
                });
          }
          for (int i = 0; i < 100; i++) {
            assertEquals("ok", seen.recv());
          }
          assertEquals("main's", local.get());
        });
  }

  @Test
  void inheritableThreadLocalsAndTheContextClassLoaderAreHandedDown() throws Exception {
    var local = new InheritableThreadLocal<String>();
    local.set("the test thread's");
    onMain(
        () -> {
          local.set("main's");
          Chan<String> seen = Chan.make();
          go(() -> seen.send(local.get()));
          assertEquals("main's", seen.recv());
          var loader = new ClassLoader() {};
          Thread.currentThread().setContextClassLoader(loader);
          Chan<ClassLoader> loaders = Chan.make();
          go(() -> loaders.send(Thread.currentThread().getContextClassLoader()));
          assertEquals(loader, loaders.recv());
        });
  }

  @Test
  void aScopedValueIsBoundAcrossParks() throws Exception {
    ScopedValue<String> user = ScopedValue.newInstance();
    onMain(
        () -> {
          Chan<String> seen = Chan.make();
          for (int i = 0; i < 100; i++) {
            String name = "user " + i;
            go(
                () ->
                    ScopedValue.where(user, name)
                        .run(
                            () -> {
                              Go.gosched();
                              Go.sleep(Duration.ofMillis(1));
                              seen.send(user.get().equals(name) ? "ok" : user.get());
                            }));
          }
          for (int i = 0; i < 100; i++) {
            assertEquals("ok", seen.recv());
          }
          ScopedValue.where(user, "outer")
              .run(
                  () -> {
                    go(() -> seen.send(String.valueOf(user.isBound())));
                    assertEquals("false", seen.recv(), "go does not hand it down");
                    assertEquals("outer", user.get());
                  });
        });
  }

  /** The JDK keeps the values that were looked up last with the OS thread. */
  @Test
  void eachGoroutineLooksUpItsOwnScopedValue() throws Exception {
    ScopedValue<String> user = ScopedValue.newInstance();
    onMain(
        () -> {
          Chan<String> wrong = Chan.make(1);
          var all = new WaitGroup();
          for (int i = 0; i < 20; i++) {
            String name = "user " + i;
            all.go(
                () ->
                    ScopedValue.where(user, name)
                        .run(
                            () -> {
                              for (int turn = 0; turn < 100; turn++) {
                                if (!user.get().equals(name)) {
                                  wrong.trySend(name + " saw " + user.get());
                                }
                                if (turn % 10 == 0) {
                                  LockSupport.parkNanos(1);
                                } else {
                                  Go.gosched();
                                }
                              }
                            }));
            all.go(
                () -> {
                  for (int turn = 0; turn < 100; turn++) {
                    if (user.isBound()) {
                      wrong.trySend("one that has none saw " + user.get());
                    }
                    Go.gosched();
                  }
                });
          }
          all.await();
          assertEquals(Optional.empty(), wrong.tryRecv());
        });
  }

  @Test
  void aGoroutineIsAVirtualThread() throws Exception {
    onMain(
        () -> {
          assertTrue(Thread.currentThread().isVirtual());
          assertNotEquals(0, Go.goid());
        });
  }

  @Test
  void runOnAGoroutineJustRuns() throws Exception {
    onMain(
        () -> {
          long outer = Go.goid();
          long[] inner = new long[1];
          Go.run(() -> inner[0] = Go.goid());
          assertEquals(outer, inner[0]);
          var e =
              assertThrows(
                  java.io.IOException.class,
                  () ->
                      Go.run(
                          () -> {
                            throw new java.io.IOException("as it is");
                          }));
          assertEquals("as it is", e.getMessage());
        });
  }
}
