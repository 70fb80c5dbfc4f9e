package dev.goro.behaviour.context;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.context.CancelContext;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import dev.goro.context.DeadlineExceeded;
import dev.goro.testing.Panics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Context} where it goes beyond what Go's own tests say. */
class ContextTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anEndWakesAllKindsOfThreads(Kind kind) throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          var waiting = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 10; i++) {
            waiting.add(Runner.start(kind, () -> ctx.done().receive().ok()).awaitParked());
          }
          ctx.cancel();
          waiting.forEach(w -> assertFalse(w.result()));
        });
  }

  @Test
  void aContextWorksWithoutAnyGoroutine() throws Exception {
    try (var ctx = Context.withTimeout(Context.background(), SHORT)) {
      ctx.done().recv();
      assertThrows(DeadlineExceeded.class, ctx::check);
    }
  }

  @Test
  void tryEndsIt() {
    CancelContext seen;
    try (var ctx = Context.withCancel(Context.background())) {
      seen = ctx;
      assertEquals(Optional.empty(), ctx.err());
    }
    assertTrue(seen.done().tryRecv().isPresent());
    seen.close();
  }

  @Test
  void doneIsTheSameChannelBeforeAndAfterTheEnd() {
    var ctx = Context.withCancel(Context.background());
    var done = ctx.done();
    assertSame(done, ctx.done());
    ctx.cancel();
    assertSame(done, ctx.done());
    var never = Context.withCancel(Context.background());
    never.cancel();
    assertSame(never.done(), never.done());
    assertTrue(never.done().tryRecv().isPresent());
  }

  @Test
  void theDeadlineIsTheEarlierOne() {
    var now = Instant.now();
    var soon = now.plusSeconds(1_000);
    var late = now.plusSeconds(2_000);
    try (var parent = Context.withDeadline(Context.background(), soon);
        var later = Context.withDeadline(parent, late);
        var earlier = Context.withDeadline(parent, now.plusSeconds(500));
        var plain = Context.withCancel(parent)) {
      assertEquals(Optional.of(soon), parent.deadline());
      assertEquals(Optional.of(soon), later.deadline());
      assertTrue(later.toString().endsWith(".WithCancel"), later::toString);
      assertEquals(Optional.of(now.plusSeconds(500)), earlier.deadline());
      assertEquals(Optional.of(soon), plain.deadline());
      assertEquals(Optional.empty(), Context.withoutCancel(parent).deadline());
    }
  }

  @Test
  void timesBeyondAllClocksAreTaken() {
    for (var timeout : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(1_000_000))) {
      try (var ctx = Context.withTimeout(Context.background(), timeout)) {
        assertEquals(Optional.empty(), ctx.err());
        assertTrue(ctx.deadline().isPresent());
      }
    }
    try (var ctx = Context.withDeadline(Context.background(), Instant.MAX)) {
      assertEquals(Optional.empty(), ctx.err());
    }
    for (var timeout :
        List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(-1), Duration.ZERO)) {
      try (var ctx = Context.withTimeout(Context.background(), timeout)) {
        assertThrows(DeadlineExceeded.class, ctx::check);
      }
    }
    try (var ctx = Context.withDeadline(Context.background(), Instant.MIN)) {
      assertThrows(DeadlineExceeded.class, ctx::check);
    }
  }

  @Test
  void whatIsThrownHasTheStackOfTheCallerAndTheCause() {
    var cause = new Exception("shutdown");
    var ctx = Context.withCancel(Context.background());
    ctx.check();
    ctx.cancel(cause);
    var thrown = assertThrows(Canceled.class, ctx::check);
    assertSame(cause, thrown.getCause());
    assertTrue(
        Arrays.stream(thrown.getStackTrace())
            .anyMatch(f -> f.getMethodName().startsWith("whatIsThrown")));
    assertNotSame(thrown, assertThrows(Canceled.class, ctx::check));

    var plain = Context.withCancel(Context.background());
    plain.cancel();
    assertEquals(null, assertThrows(Canceled.class, plain::check).getCause());
    ContextException error = plain.err().orElseThrow();
    assertEquals(0, error.getStackTrace().length);
  }

  /** No stack overflows, and no quadratic work, on a chain of contexts. */
  @Test
  void aDeepChainEnds() {
    var root = Context.withCancel(Context.background());
    Context.Key<Integer> key = Context.Key.of("depth");
    Context c = Context.withValue(root, key, 7);
    for (int i = 0; i < 200_000; i++) {
      c = i % 3 == 0 ? Context.withValue(c, Context.Key.of("layer"), i) : Context.withCancel(c);
    }
    assertEquals(Optional.of(7), c.value(key));
    root.cancel();
    assertThrows(Canceled.class, c::check);
  }

  @Test
  void aWideTreeEndsByItsTimeout() {
    var root = Context.withTimeout(Context.background(), Duration.ofMillis(50));
    var last = new ArrayList<Context>();
    for (int i = 0; i < 100_000; i++) {
      last.add(Context.withCancel(root));
    }
    root.done().recv();
    last.getFirst().done().recv();
    for (Context c : last) {
      c.done().recv();
      assertTrue(c.err().orElseThrow() instanceof DeadlineExceeded);
    }
  }

  @Test
  void aTaskThatThrowsAtTheEndIsAPanic() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          Chan<Boolean> over = Chan.make();
          ctx.afterFunc(
              () -> {
                go(() -> over.send(true));
                throw new IllegalStateException("in afterFunc");
              });
          ctx.cancel();
          over.recv();
          while (true) {
            var panics = Panics.take();
            if (!panics.isEmpty()) {
              assertEquals("in afterFunc", panics.getFirst().cause().getMessage());
              break;
            }
            Go.gosched();
          }
        });
  }

  @Test
  void stopOfATaskOfAnotherThreadsContext() throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 500; i++) {
            var ran = new AtomicInteger();
            var ctx = Context.withCancel(Context.background());
            Chan<Boolean> started = Chan.make(1);
            var stop =
                ctx.afterFunc(
                    () -> {
                      ran.incrementAndGet();
                      started.send(true);
                    });
            var canceling = Runner.start(Kind.GOROUTINE, () -> cancel(ctx));
            boolean stopped = stop.stop();
            canceling.result();
            if (!stopped) {
              started.recv();
            }
            assertEquals(stopped ? 0 : 1, ran.get());
          }
        });
  }

  private static boolean cancel(CancelContext ctx) {
    ctx.cancel();
    return true;
  }
}
