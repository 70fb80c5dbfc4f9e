package dev.goro.behaviour.context;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.DeadlineExceeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Context#interrupts} ends calls that know nothing of contexts, and leaves no interrupt. */
class InterruptsTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final long LONG_MILLIS = Duration.ofHours(1).toMillis();

  /** Calls that would wait for ever, and what an interrupt makes them throw. */
  private static final Map<String, Callable<?>> CALLS =
      Map.of(
          "take", () -> new LinkedBlockingQueue<Integer>().take(),
          "sleep",
              () -> {
                Thread.sleep(LONG_MILLIS);
                return null;
              },
          "wait",
              () -> {
                var monitor = new Object();
                synchronized (monitor) {
                  monitor.wait();
                }
                return null;
              },
          "acquire",
              () -> {
                new Semaphore(0).acquire();
                return null;
              },
          "read a pipe",
              () -> {
                Pipe pipe = Pipe.open();
                try (var source = pipe.source();
                    var sink = pipe.sink()) {
                  assertTrue(sink.isOpen());
                  return source.read(ByteBuffer.allocate(1));
                }
              },
          "receive", () -> Chan.make().recv(),
          "Go's sleep",
              () -> {
                Go.sleep(Duration.ofMillis(LONG_MILLIS));
                return null;
              });

  private static void assertTellsOfInterrupt(Throwable t) {
    assertTrue(
        t instanceof InterruptedException
            || t instanceof InterruptedOperationException
            || t instanceof ClosedByInterruptException,
        t::toString);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCancelEndsACall(Kind kind) throws Exception {
    onMain(
        () -> {
          for (var call : CALLS.entrySet()) {
            var cause = new Exception("not needed");
            var ctx = Context.withCancel(Context.background());
            var begun = new CountDownLatch(1);
            var waiting =
                Runner.start(
                    kind,
                    () ->
                        ctx.interrupts(
                            () -> {
                              begun.countDown();
                              return call.getValue().call();
                            }));
            begun.await();
            ctx.cancel(cause);
            var thrown = waiting.failure(Canceled.class);
            assertSame(cause, thrown.getCause());
            assertEquals(1, thrown.getSuppressed().length, call.getKey());
            assertTellsOfInterrupt(thrown.getSuppressed()[0]);
            assertFalse(waiting.interruptFlag(), call.getKey());
          }
        });
  }

  @Test
  void aTimeoutEndsACall() throws Exception {
    onMain(
        () -> {
          for (var call : CALLS.values()) {
            try (var ctx = Context.withTimeout(Context.background(), SHORT)) {
              assertThrows(DeadlineExceeded.class, () -> ctx.interrupts(call::call));
              assertFalse(Thread.currentThread().isInterrupted());
            }
          }
        });
  }

  @Test
  void aContextThatHasEndedMakesNoCall() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          ctx.cancel();
          var called = new AtomicBoolean();
          assertThrows(Canceled.class, () -> ctx.interrupts(() -> called.set(true)));
          assertFalse(called.get());
        });
  }

  @Test
  void withoutAnEndItIsAPlainCall() throws Exception {
    onMain(
        () -> {
          assertEquals(7, Context.background().interrupts(() -> 7));
          var thrown = new IOException("as it is");
          try (var ctx = Context.withCancel(Context.background())) {
            assertEquals(7, ctx.interrupts(() -> 7));
            assertSame(
                thrown,
                assertThrows(
                    IOException.class,
                    () ->
                        ctx.interrupts(
                            () -> {
                              throw thrown;
                            })));
          }
        });
  }

  /** The value is there: that the context has ended the caller learns by the context. */
  @Test
  void aCallThatReturnsAllTheSameGivesItsValue() throws Exception {
    onMain(
        () -> {
          try (var ctx = Context.withCancel(Context.background())) {
            int value =
                ctx.interrupts(
                    () -> {
                      ctx.cancel();
                      while (!Thread.currentThread().isInterrupted()) {
                        Go.gosched();
                      }
                      return 7;
                    });
            assertEquals(7, value);
            assertFalse(Thread.currentThread().isInterrupted());
          }
        });
  }

  @Test
  void anInterruptOfSomebodyElsesPassesAsItIs() throws Exception {
    onMain(
        () -> {
          try (var ctx = Context.withCancel(Context.background())) {
            Chan<Integer> never = Chan.make();
            var waiting = Runner.start(() -> ctx.interrupts(never::recv)).awaitParked();
            waiting.interrupt();
            waiting.failure(InterruptedOperationException.class);
            assertTrue(waiting.interruptFlag());
            assertEquals(java.util.Optional.empty(), ctx.err());
          }
        });
  }

  @Test
  void anErrorPassesAsItIs() throws Exception {
    onMain(
        () -> {
          try (var ctx = Context.withCancel(Context.background())) {
            var error = new StackOverflowError();
            assertSame(
                error,
                assertThrows(
                    StackOverflowError.class,
                    () ->
                        ctx.interrupts(
                            () -> {
                              ctx.cancel();
                              while (!Thread.currentThread().isInterrupted()) {
                                Go.gosched();
                              }
                              throw error;
                            })));
            assertFalse(Thread.currentThread().isInterrupted());
          }
        });
  }

  @Test
  void goexitPasses() throws Exception {
    onMain(
        () -> {
          var over = new CountDownLatch(1);
          var after = new AtomicBoolean();
          try (var ctx = Context.withCancel(Context.background())) {
            Go.go(
                () -> {
                  try {
                    ctx.interrupts(
                        () -> {
                          throw Go.goexit();
                        });
                    after.set(true);
                  } finally {
                    over.countDown();
                  }
                });
            over.await();
            assertFalse(after.get());
          }
        });
  }

  /** The inner call clears its own interrupt, and the outer one's with it: it must come again. */
  @Test
  void anInnerCallDoesNotSwallowTheInterruptOfAnOuterOne() throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 200; i++) {
            var outer = Context.withCancel(Context.background());
            var inner = Context.withCancel(outer); // both interrupt
            var thrown =
                assertThrows(
                    Canceled.class,
                    () ->
                        outer.interrupts(
                            () -> {
                              int seven =
                                  inner.interrupts(
                                      () -> {
                                        outer.cancel();
                                        while (!Thread.currentThread().isInterrupted()) {
                                          Go.gosched();
                                        }
                                        return 7;
                                      });
                              assertEquals(7, seven);
                              Thread.sleep(LONG_MILLIS);
                            }));
            assertInstanceOf(InterruptedException.class, thrown.getSuppressed()[0]);
            assertFalse(Thread.currentThread().isInterrupted());
          }
        });
  }

  @Test
  void theEndOfAnInnerContextLeavesTheOuterCallAlone() throws Exception {
    onMain(
        () -> {
          try (var outer = Context.withCancel(Context.background())) {
            String result =
                outer.interrupts(
                    () -> {
                      try (var inner = Context.withTimeout(outer, SHORT)) {
                        inner.interrupts(() -> Thread.sleep(LONG_MILLIS));
                        return "slept";
                      } catch (DeadlineExceeded e) {
                        Thread.sleep(SHORT);
                        return "went on";
                      }
                    });
            assertEquals("went on", result);
          }
        });
  }

  @Test
  void theEndOfAnOuterContextEndsAnInnerCall() throws Exception {
    onMain(
        () -> {
          try (var outer = Context.withTimeout(Context.background(), SHORT);
              var inner = Context.withCancel(Context.background())) {
            assertThrows(
                DeadlineExceeded.class,
                () -> outer.interrupts(() -> inner.interrupts(() -> Thread.sleep(LONG_MILLIS))));
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(java.util.Optional.empty(), inner.err());
          }
        });
  }
}
