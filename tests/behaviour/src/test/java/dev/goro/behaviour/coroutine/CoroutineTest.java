package dev.goro.behaviour.coroutine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.coroutine.Coroutine;
import dev.goro.coroutine.CoroutineException;
import dev.goro.runtime.jdk.HeldMonitors;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.testing.GoroTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values, exceptions, ends, and what is misuse; on whatever thread. */
@GoroTest(seconds = 60)
class CoroutineTest {
  private static <V> V on(Runner.Kind kind, java.util.concurrent.Callable<V> body) {
    return Runner.start(kind, body).result();
  }

  private static Coroutine<Integer, Integer> summing() {
    return Coroutine.of(
        (self, first) -> {
          int sum = first;
          while (sum < 100) {
            sum += self.yield(sum);
          }
          return -sum;
        });
  }

  private static void contains(String part, Throwable t) {
    assertTrue(String.valueOf(t.getMessage()).contains(part), () -> "" + t);
  }

  // ---- values

  @ParameterizedTest
  @EnumSource
  void valuesGoInAndOutUntilTheBodyReturns(Runner.Kind kind) {
    on(
        kind,
        () -> {
          var c = summing();
          assertFalse(c.isDone());
          assertEquals(1, c.resume(1));
          assertEquals(11, c.resume(10));
          assertFalse(c.isDone());
          assertEquals(-111, c.resume(100));
          assertTrue(c.isDone());
          c.close();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void aMillionValues(Runner.Kind kind) {
    on(
        kind,
        () -> {
          try (Coroutine<Integer, Integer> c =
              Coroutine.of(
                  (self, first) -> {
                    int in = first;
                    while (true) {
                      in = self.yield(in + 1);
                    }
                  })) {
            int many = !onTop() ? 20_000 : 1_000_000;
            for (int i = 0; i < many; i++) {
              assertEquals(i + 1, c.resume(i));
            }
          }
          return null;
        });
  }

  private static boolean onTop() {
    return HeldMonitors.KNOWN;
  }

  @Test
  void nullIsAValueBothWays() {
    Coroutine<String, String> c =
        Coroutine.of(
            (self, first) -> {
              assertNull(first);
              assertNull(self.yield(null));
              return null;
            });
    assertNull(c.resume(null));
    assertFalse(c.isDone());
    assertNull(c.resume(null));
    assertTrue(c.isDone());
  }

  private static void walk(int depth, Coroutine.Self<Void, Integer> self) {
    if (depth == 0) {
      self.yield(1);
      self.yield(2);
    } else {
      walk(depth - 1, self);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itYieldsFromThousandsOfCallsDeep(Runner.Kind kind) {
    on(
        kind,
        () -> {
          // On another thread the body has what that thread's stack has left.
          boolean deep = kind == Runner.Kind.GOROUTINE && VirtualThreads.AVAILABLE;
          int depth = deep ? 10_000 : 1_000;
          for (int round = 0; round < 20; round++) {
            Coroutine<Void, Integer> c =
                Coroutine.of(
                    (self, first) -> {
                      walk(depth, self);
                      return 3;
                    });
            assertEquals(1, c.resume(null));
            assertEquals(2, c.resume(null));
            assertEquals(3, c.resume(null));
          }
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void oneInOneInOne(Runner.Kind kind) {
    on(
        kind,
        () -> {
          var log = new ArrayList<String>();
          Coroutine<Integer, String> outer =
              Coroutine.of(
                  (a, i) -> {
                    Coroutine<Integer, String> middle =
                        Coroutine.of(
                            (b, j) -> {
                              Coroutine<Integer, String> inner =
                                  Coroutine.of(
                                      (c, k) -> {
                                        log.add("inner " + c.yield("from inner " + k));
                                        return "inner ends";
                                      });
                              log.add(inner.resume(j + 1));
                              log.add("middle " + b.yield("from middle " + j));
                              log.add(inner.resume(30));
                              return "middle ends";
                            });
                    log.add(middle.resume(i + 1));
                    log.add("outer " + a.yield("from outer " + i));
                    log.add(middle.resume(20));
                    return "outer ends";
                  });
          log.add(outer.resume(1));
          log.add(outer.resume(10));
          assertEquals(
              List.of(
                  "from inner 3",
                  "from middle 2",
                  "from outer 1",
                  "outer 10",
                  "middle 20",
                  "inner 30",
                  "inner ends",
                  "middle ends",
                  "outer ends"),
              log);
          return null;
        });
  }

  private static Coroutine<Void, Integer> nested(int depth) {
    return Coroutine.of(
        (self, first) -> {
          if (depth == 0) {
            self.yield(0);
            return 0;
          }
          var inner = nested(depth - 1);
          self.yield(inner.resume(null) + 1);
          return inner.resume(null) + 1;
        });
  }

  @ParameterizedTest
  @EnumSource
  void aHundredOnTopOfEachOther(Runner.Kind kind) {
    on(
        kind,
        () -> {
          var c = nested(100);
          assertEquals(100, c.resume(null));
          assertEquals(100, c.resume(null));
          assertTrue(c.isDone());
          return null;
        });
  }

  // ---- exceptions

  @Test
  void uncheckedExceptionsLeaveResumeAsTheyAreAndEndIt() {
    var failure = new IllegalArgumentException("x");
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              self.yield(null);
              throw failure;
            });
    c.resume(null);
    assertSame(failure, assertThrows(IllegalArgumentException.class, () -> c.resume(null)));
    assertTrue(c.isDone());
    contains("ended", assertThrows(IllegalStateException.class, () -> c.resume(null)));
    c.close();
  }

  @Test
  void checkedOnesAreWrappedOnce() {
    var failure = new IOException("x");
    Coroutine<Void, Void> inner =
        Coroutine.of(
            (self, first) -> {
              throw failure;
            });
    Coroutine<Void, Void> outer = Coroutine.of((self, first) -> inner.resume(null));
    var thrown = assertThrows(CoroutineException.class, () -> outer.resume(null));
    assertSame(failure, thrown.getCause());
    var error = new StackOverflowError();
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              throw error;
            });
    assertSame(error, assertThrows(StackOverflowError.class, () -> c.resume(null)));
  }

  @Test
  void resumeThrowingThrowsAtTheYield() {
    var failure = new IOException("in");
    Coroutine<Void, String> c =
        Coroutine.of(
            (self, first) -> {
              try {
                self.yield("a");
              } catch (Throwable t) {
                assertSame(failure, t);
                self.yield("caught");
              }
              return "end";
            });
    c.resume(null);
    assertEquals("caught", c.resumeThrowing(failure));
    var back = new IOException("through");
    assertSame(
        back, assertThrows(CoroutineException.class, () -> c.resumeThrowing(back)).getCause());
    assertTrue(c.isDone());
  }

  @Test
  void resumeThrowingOfOneThatHasNotBegunEndsIt() {
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              throw new AssertionError("it was not to begin");
            });
    var failure = new IllegalArgumentException("x");
    assertSame(
        failure, assertThrows(IllegalArgumentException.class, () -> c.resumeThrowing(failure)));
    assertTrue(c.isDone());
  }

  @Test
  void anOverflowOfTheBodysStackLeavesResume() {
    for (int i = 0; i < 3; i++) {
      Coroutine<Void, Integer> c = Coroutine.of((self, first) -> endless(1));
      assertThrows(StackOverflowError.class, () -> c.resume(null));
      assertTrue(c.isDone());
    }
  }

  private static int endless(int n) {
    return endless(n + 1) + n;
  }

  private static int resumesAtEachLevel(int[] level) {
    level[0]++;
    var c = summing();
    c.resume(1);
    return c.resume(1) + resumesAtEachLevel(level);
  }

  @Test
  void anOverflowOfTheCallersStackLeavesResumeToo() throws Exception {
    for (int i = 0; i < 20; i++) {
      var level = new int[1];
      var thrown = new AtomicReference<Throwable>();
      var thread = new Thread(null, () -> resumesAtEachLevel(level), "small", 600_000);
      thread.setUncaughtExceptionHandler((_, t) -> thrown.set(t));
      thread.start();
      thread.join();
      assertInstanceOf(StackOverflowError.class, thrown.get());
      assertTrue(level[0] > 10);
      assertEquals(1, summing().resume(1));
    }
  }

  // ---- ends

  @ParameterizedTest
  @EnumSource
  void closeRunsTheFinallyBlocksBeforeItReturns(Runner.Kind kind) {
    on(
        kind,
        () -> {
          var log = new ArrayList<String>();
          Coroutine<Void, Void> c =
              Coroutine.of(
                  (self, first) -> {
                    try {
                      try {
                        self.yield(null);
                        log.add("not this");
                      } finally {
                        log.add("inner");
                      }
                    } finally {
                      log.add("outer");
                    }
                    return null;
                  });
          c.resume(null);
          c.close();
          assertEquals(List.of("inner", "outer"), log);
          assertTrue(c.isDone());
          c.close();
          assertEquals(2, log.size());
          contains("ended", assertThrows(IllegalStateException.class, () -> c.resume(null)));
          return null;
        });
  }

  @Test
  void closeBeforeTheBeginDoesNotBegin() {
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              throw new AssertionError("it was not to begin");
            });
    c.close();
    assertTrue(c.isDone());
    c.close();
  }

  @Test
  void whatAFinallyBlockThrowsLeavesClose() {
    var failure = new IllegalArgumentException("x");
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              try {
                return self.yield(null);
              } finally {
                if (first == null) {
                  throw failure;
                }
              }
            });
    c.resume(null);
    assertSame(failure, assertThrows(IllegalArgumentException.class, c::close));
    assertTrue(c.isDone());
    c.close();
  }

  @Test
  void aYieldWhileClosingIsRefused() {
    var seen = new Throwable[1];
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              try {
                self.yield(null);
              } finally {
                seen[0] = assertThrows(IllegalStateException.class, () -> self.yield(null));
              }
              return null;
            });
    c.resume(null);
    c.close();
    contains("being closed", seen[0]);

    Coroutine<Void, Void> stubborn =
        Coroutine.of(
            (self, first) -> {
              try {
                self.yield(null);
              } finally {
                self.yield(null);
              }
              return null;
            });
    stubborn.resume(null);
    contains("being closed", assertThrows(IllegalStateException.class, stubborn::close));
    assertTrue(stubborn.isDone());
  }

  @Test
  void theEndOfOneDoesNotPassForTheEndOfAnother() {
    Coroutine<Void, Void> inner =
        Coroutine.of(
            (self, first) -> {
              self.yield(null);
              return null;
            });
    inner.resume(null);
    Coroutine<Void, String> outer =
        Coroutine.of(
            (self, first) -> {
              inner.close();
              return "went on";
            });
    assertEquals("went on", outer.resume(null));
  }

  // ---- misuse

  @Test
  void aBodyCannotResumeOrCloseItself() {
    var own = new Coroutine<?, ?>[1];
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              contains(
                  "its own body",
                  assertThrows(IllegalStateException.class, () -> own[0].resume(null)));
              contains("its own body", assertThrows(IllegalStateException.class, own[0]::close));
              return null;
            });
    own[0] = c;
    c.resume(null);
    assertTrue(c.isDone());
  }

  @Test
  void whatRunsCannotBeResumedByTheOneThatItResumed() {
    var outer = new Coroutine<?, ?>[1];
    Coroutine<Void, Void> inner =
        Coroutine.of(
            (self, first) -> {
              contains(
                  "runs just now",
                  assertThrows(IllegalStateException.class, () -> outer[0].resume(null)));
              return null;
            });
    Coroutine<Void, Void> c = Coroutine.of((self, first) -> inner.resume(null));
    outer[0] = c;
    c.resume(null);
    assertTrue(c.isDone());
  }

  @ParameterizedTest
  @EnumSource
  void twoCannotResumeAtOnce(Runner.Kind kind) throws Exception {
    var inside = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Coroutine<Void, String> c =
        Coroutine.of(
            (self, first) -> {
              inside.countDown();
              release.await();
              return "end";
            });
    var first = Runner.start(kind, () -> c.resume(null));
    inside.await();
    contains("runs just now", assertThrows(IllegalStateException.class, () -> c.resume(null)));
    contains("runs just now", assertThrows(IllegalStateException.class, c::close));
    release.countDown();
    assertEquals("end", first.result());
  }

  @Test
  void onlyTheBodyMayYield() {
    var kept = new ArrayList<Coroutine.Self<Void, Void>>();
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              kept.add(self);
              self.yield(null);
              return null;
            });
    c.resume(null);
    contains(
        "only the body",
        assertThrows(IllegalStateException.class, () -> kept.getFirst().yield(null)));
    Coroutine<Void, Void> other =
        Coroutine.of(
            (self, first) -> {
              contains(
                  "only the body",
                  assertThrows(IllegalStateException.class, () -> kept.getFirst().yield(null)));
              return null;
            });
    other.resume(null);
    c.close();
    contains(
        "only the body",
        assertThrows(IllegalStateException.class, () -> kept.getFirst().yield(null)));
  }

  @Test
  void nullIsNoBodyAndNoThrowable() {
    assertThrows(NullPointerException.class, () -> Coroutine.of(null));
    assertThrows(NullPointerException.class, () -> summing().resumeThrowing(null));
  }

  // ---- goexit

  @Test
  void goexitInTheBodyEndsTheGoroutineThatResumes() throws Exception {
    var log = new ArrayList<String>();
    var ended = new CountDownLatch(1);
    Coroutine<Void, Void> c =
        Coroutine.of(
            (self, first) -> {
              try {
                throw Go.goexit();
              } finally {
                log.add("body");
              }
            });
    Go.go(
        () -> {
          try {
            c.resume(null);
            log.add("not this");
          } finally {
            log.add("resumer");
            ended.countDown();
          }
        });
    ended.await();
    assertEquals(List.of("body", "resumer"), log);
    assertTrue(c.isDone());
  }
}
