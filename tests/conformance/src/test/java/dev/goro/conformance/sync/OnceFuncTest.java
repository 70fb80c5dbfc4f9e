package dev.goro.conformance.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.goro.Go;
import dev.goro.sync.Once;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that run once. Go: {@code src/sync/oncefunc_test.go}. */
class OnceFuncTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 10_000;

  /** Two values. */
  private record Pair(int first, int second) {}

  private int calls;

  /** Calls it often; no call may allocate. */
  private static void assertAllocatesNothing(Runnable function) {
    for (int i = 0; i < CALLS; i++) {
      function.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      function.run();
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < CALLS, () -> CALLS + " calls allocated " + bytes + " bytes");
  }

  @Test
  void aFunctionRunsOnceAndLaterCallsCostNoMemory() {
    Runnable f = Once.func(() -> calls++);
    assertAllocatesNothing(f);
    assertEquals(1, calls);
  }

  @Test
  void aValueIsComputedOnceAndLaterCallsCostNoMemory() {
    Supplier<Integer> f = Once.value(() -> ++calls);
    assertAllocatesNothing(f::get);
    assertEquals(1, calls);
    assertEquals(1, f.get());
  }

  @Test
  void twoValuesAreARecord() {
    Supplier<Pair> f = Once.value(() -> new Pair(++calls, calls + 1));
    assertAllocatesNothing(f::get);
    assertEquals(1, calls);
    assertEquals(new Pair(1, 2), f.get());
  }

  private void assertThrowsTheSame(Throwable expected, Runnable function) {
    for (int i = 0; i < 2; i++) {
      assertSame(expected, assertThrows(expected.getClass(), function::run));
    }
    assertEquals(1, calls);
  }

  @Test
  void eachCallOfAFunctionThrowsWhatTheFirstHasThrown() {
    var x = new IllegalStateException("x");
    assertThrowsTheSame(
        x,
        Once.func(
            () -> {
              calls++;
              throw x;
            }));
  }

  @Test
  void eachCallForAValueThrowsWhatTheFirstHasThrown() {
    var x = new IllegalStateException("x");
    assertThrowsTheSame(
        x,
        Once.value(
                () -> {
                  calls++;
                  throw x;
                })
            ::get);
  }

  /** Java makes a {@code NullPointerException} of it. */
  @Test
  @SuppressWarnings("ThrowNull") // it is what is tested
  void aThrownNullIsThrownAgain() {
    Runnable f =
        Once.func(
            () -> {
              calls++;
              throw null;
            });
    var first = assertThrows(NullPointerException.class, f::run);
    assertThrowsTheSame(first, f);
  }

  @Test
  void aFunctionThatEndsItsGoroutineIsNotCalledAgain() throws Exception {
    onMain(
        () -> {
          Runnable f =
              Once.func(
                  () -> {
                    calls++;
                    throw Go.goexit();
                  });
          for (int i = 0; i < 2; i++) {
            var wg = new WaitGroup();
            wg.go(f::run);
            wg.await();
          }
          assertEquals(1, calls);
        });
  }

  private static void fails() {
    throw new IllegalStateException("x");
  }

  @Test
  void theFirstStackTraceGoesDownToTheCause() {
    var e = assertThrows(IllegalStateException.class, Once.func(OnceFuncTest::fails)::run);
    assertTrue(
        Arrays.stream(e.getStackTrace()).anyMatch(f -> f.getMethodName().equals("fails")),
        () -> Arrays.toString(e.getStackTrace()));
  }

  private static Runnable writing(byte[] buffer, boolean fails) {
    return () -> {
      buffer[0] = 1;
      if (fails) {
        throw new IllegalStateException("after it has written");
      }
    };
  }

  private static Runnable once(String kind, Runnable write) {
    if (kind.endsWith("function")) {
      return Once.func(write);
    }
    Supplier<String> value =
        Once.value(
            () -> {
              write.run();
              return "written";
            });
    return value::get;
  }

  @ParameterizedTest
  @ValueSource(strings = {"function", "value", "failing function", "failing value"})
  void whatHasRunIsNotHeldAnyMore(String kind) {
    byte[][] buffer = {new byte[1_024]};
    var held = new WeakReference<>(buffer[0]);
    Runnable once = once(kind, writing(buffer[0], kind.startsWith("failing")));
    buffer[0] = null;
    System.gc();
    assertTrue(held.get() != null, "it has not run yet");
    for (int i = 0; i < 2; i++) {
      try {
        once.run();
      } catch (IllegalStateException e) {
        assertTrue(kind.startsWith("failing"), e::toString);
      }
    }
    Eventually.that(
        "the buffer is collected",
        () -> {
          System.gc();
          return held.refersTo(null);
        });
    try {
      once.run(); // it is still there itself
    } catch (IllegalStateException e) {
      assertTrue(kind.startsWith("failing"), e::toString);
    }
  }
}
