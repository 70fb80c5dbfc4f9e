package dev.goro.behaviour.threads;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.context.Context;
import dev.goro.context.DeadlineExceeded;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Contexts used by goroutines that share one thread. */
class ContextOnOneThreadTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void aTaskRunsOnTheThreadOfWhoGaveIt() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          Chan<Boolean> inside = Chan.make(2);
          try (var one = Go.onOneThread()) {
            one.run(() -> ctx.afterFunc(() -> inside.send(one.isCurrent())));
            ctx.afterFunc(() -> inside.send(!one.isCurrent()));
            ctx.cancel();
            assertTrue(inside.recv());
            assertTrue(inside.recv());
          }
        });
  }

  @Test
  void aTaskWhoseThreadIsClosedDoesNotRun() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          var ran = new AtomicBoolean();
          try (var one = Go.onOneThread()) {
            one.run(() -> ctx.afterFunc(() -> ran.set(true)));
          }
          Chan<Boolean> other = Chan.make();
          ctx.afterFunc(() -> other.send(true));
          ctx.cancel();
          assertTrue(other.recv());
          assertFalse(ran.get());
        });
  }

  /** The thread itself is blocked: the interrupt must come from elsewhere. */
  @Test
  void aCallThatBlocksTheThreadIsInterrupted() throws Exception {
    onMain(
        () -> {
          try (var one = Go.onOneThread();
              var ctx = Context.withTimeout(Context.background(), SHORT)) {
            one.run(
                () -> {
                  assertThrows(
                      DeadlineExceeded.class,
                      () ->
                          ctx.interrupts(
                              () -> {
                                while (!Thread.currentThread().isInterrupted()) {
                                  Thread.onSpinWait();
                                }
                                throw new InterruptedException();
                              }));
                  assertFalse(Thread.currentThread().isInterrupted());
                });
          }
        });
  }

  @Test
  void aGoroutineOfAContextIsOfTheThreadToo() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withValue(Context.background(), Context.Key.of("key"), "value");
          try (var one = Go.onOneThread()) {
            one.run(
                () -> {
                  Chan<Boolean> inside = Chan.make();
                  ctx.go(() -> inside.send(one.isCurrent() && Context.current() == ctx));
                  assertEquals(true, inside.recv());
                });
          }
        });
  }
}
