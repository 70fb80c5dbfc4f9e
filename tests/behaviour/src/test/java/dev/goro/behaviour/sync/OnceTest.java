package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.Once;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Once} does what Go's {@code sync.Once}, {@code OnceFunc} and {@code OnceValue} do. */
class OnceTest {
  private int plain;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void othersWaitUntilTheFirstIsDone(Kind kind) throws Exception {
    onMain(
        () -> {
          var once = new Once();
          Chan<Boolean> release = Chan.make();
          var first =
              Runner.start(
                  () -> {
                    once.run(
                        () -> {
                          release.recv();
                          plain = 7;
                        });
                    return plain;
                  });
          first.awaitParked();
          var others = new ArrayList<Runner<Integer>>();
          for (int i = 0; i < 5; i++) {
            others.add(
                Runner.start(
                        kind,
                        () -> {
                          once.run(() -> plain = 8);
                          return plain;
                        })
                    .awaitParked());
          }
          assertFalse(first.hasEnded());
          release.send(true);
          assertEquals(7, first.result());
          for (var o : others) {
            assertEquals(7, o.result());
          }
        });
  }

  @Test
  void aFunctionThatThrowsIsNotCalledAgain() {
    var once = new Once();
    var e = assertThrows(IllegalStateException.class, () -> once.run(() -> fail("first")));
    assertEquals("first", e.getMessage());
    once.run(() -> fail("second"));
    assertThrows(NullPointerException.class, () -> new Once().run(null));
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void anInterruptEndsTheWaitForTheFirst() throws Exception {
    onMain(
        () -> {
          var once = new Once();
          Chan<Boolean> release = Chan.make();
          var first =
              Runner.start(
                  () -> {
                    once.run(release::recv);
                    return true;
                  });
          first.awaitParked();
          var second =
              Runner.start(
                      () -> {
                        once.run(() -> {});
                        return true;
                      })
                  .awaitParked();
          second.interrupt();
          second.failure(InterruptedOperationException.class);
          release.send(true);
          assertTrue(first.result());
        });
  }

  @Test
  void aFunctionRunsOnceHoweverOftenItIsCalled() throws Exception {
    onMain(
        () -> {
          var calls = new AtomicInteger();
          Runnable f = Once.func(calls::incrementAndGet);
          assertEquals(0, calls.get(), "not before it is asked");
          var all = new ArrayList<Runner<Integer>>();
          for (int i = 0; i < 30; i++) {
            all.add(
                Runner.start(
                    Kind.values()[i % 3],
                    () -> {
                      f.run();
                      return calls.get();
                    }));
          }
          for (var r : all) {
            assertEquals(1, r.result());
          }
        });
  }

  @Test
  void aValueIsComputedOnce() throws Exception {
    onMain(
        () -> {
          var calls = new AtomicInteger();
          Supplier<int[]> f = Once.value(() -> new int[] {calls.incrementAndGet()});
          var all = new ArrayList<Runner<int[]>>();
          for (int i = 0; i < 30; i++) {
            all.add(Runner.start(Kind.values()[i % 3], f::get));
          }
          for (var r : all) {
            assertSame(f.get(), r.result());
          }
          assertEquals(1, f.get()[0]);
          Supplier<String> none = Once.value(() -> null);
          assertNull(none.get());
          assertNull(none.get());
        });
  }

  @Test
  void whatWasThrownIsThrownAgain() {
    var calls = new AtomicInteger();
    Supplier<String> f =
        Once.value(
            () -> {
              calls.incrementAndGet();
              throw new IllegalStateException("no value");
            });
    var first = assertThrows(IllegalStateException.class, f::get);
    assertSame(first, assertThrows(IllegalStateException.class, f::get));
    assertEquals(1, calls.get());
    var error = new AssertionError("an error");
    Runnable g =
        Once.func(
            () -> {
              throw error;
            });
    assertSame(error, assertThrows(AssertionError.class, g::run));
    assertSame(error, assertThrows(AssertionError.class, g::run));
  }

  /** Of another language, or of a trick: the compiler does not know that it may come. */
  @Test
  void aCheckedExceptionIsThrownAsItIs() {
    var e = new IOException("unannounced");
    Supplier<String> f = Once.value(() -> sneak(e));
    assertSame(e, assertThrows(IOException.class, f::get));
    assertSame(e, assertThrows(IOException.class, f::get));
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> String sneak(Throwable t) throws X {
    throw (X) t;
  }

  @Test
  void aMissingFunctionIsRefused() {
    assertThrows(NullPointerException.class, () -> Once.func(null));
    assertThrows(NullPointerException.class, () -> Once.value(null));
  }
}
