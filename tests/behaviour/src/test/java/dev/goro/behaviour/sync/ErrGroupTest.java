package dev.goro.behaviour.sync;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.context.Context;
import dev.goro.sync.ErrGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link ErrGroup} with errors of each kind, and with threads of each kind. */
class ErrGroupTest {
  @Test
  void whateverATaskThrowsIsThrownByAwait() throws Exception {
    onMain(
        () -> {
          List<Throwable> all =
              List.of(
                  new IOException("checked"),
                  new IllegalStateException("unchecked"),
                  new AssertionError("an error"),
                  new Throwable("neither"));
          for (Throwable thrown : all) {
            var group = new ErrGroup();
            group.go(() -> ErrGroupTest.<Exception>sneak(thrown));
            assertSame(thrown, assertThrows(Throwable.class, group::await));
            assertSame(thrown, assertThrows(Throwable.class, group::await), "once more");
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sneak(Throwable t) throws X {
    throw (X) t;
  }

  @Test
  void theFirstErrorCancelsTheOthers() throws Exception {
    onMain(
        () -> {
          var group = ErrGroup.withContext(Context.background());
          Chan<Boolean> never = Chan.make();
          var ended = new AtomicInteger();
          for (int i = 0; i < 10; i++) {
            group.go(
                () -> {
                  select(recv(never, v -> 0), recv(group.context().done(), v -> 0));
                  ended.incrementAndGet();
                  throw new IOException("a later one");
                });
          }
          var first = new IOException("the first");
          group.go(
              () -> {
                throw first;
              });
          assertSame(first, assertThrows(IOException.class, group::await));
          assertEquals(10, ended.get());
          assertEquals(Optional.of(first), group.context().cause());
        });
  }

  @Test
  void aParentThatEndsCancelsTheGroup() throws Exception {
    onMain(
        () -> {
          var parent = Context.withCancel(Context.background());
          var group = ErrGroup.withContext(parent);
          group.go(() -> group.context().done().recv());
          parent.cancel();
          group.await();
        });
  }

  @Test
  void goexitIsNoError() throws Exception {
    onMain(
        () -> {
          var group = new ErrGroup();
          group.setLimit(1);
          for (int i = 0; i < 10; i++) {
            group.go(
                () -> {
                  throw Go.goexit();
                });
          }
          group.await();
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void allKindsOfThreadsMayStartAndWait(Kind kind) throws Exception {
    onMain(
        () -> {
          var group = new ErrGroup();
          group.setLimit(2);
          Chan<Boolean> goOn = Chan.make();
          group.go(goOn::recv);
          group.go(goOn::recv);
          var starting =
              Runner.start(
                  kind,
                  () -> {
                    group.go(goOn::recv);
                    return true;
                  });
          starting.awaitParked();
          var waiting = new ArrayList<Runner<Boolean>>();
          for (int i = 0; i < 3; i++) {
            waiting.add(
                Runner.start(
                        kind,
                        () -> {
                          group.await();
                          return true;
                        })
                    .awaitParked());
          }
          goOn.send(true);
          assertTrue(starting.result());
          goOn.send(true);
          waiting.forEach(w -> assertFalse(w.hasEnded()));
          goOn.send(true);
          waiting.forEach(w -> assertTrue(w.result()));
        });
  }

  @Test
  void anInterruptEndsTheWaits() throws Exception {
    onMain(
        () -> {
          var group = new ErrGroup();
          group.setLimit(1);
          Chan<Boolean> goOn = Chan.make();
          group.go(goOn::recv);
          var starting =
              Runner.start(
                  () -> {
                    group.go(
                        () -> {
                          throw new AssertionError("not to be started");
                        });
                    return true;
                  });
          starting.awaitParked().interrupt();
          var go = starting.failure(InterruptedOperationException.class);
          assertTrue(go.getMessage().contains("errgroup.Go"), go::getMessage);
          var waiting =
              Runner.start(
                  () -> {
                    group.await();
                    return true;
                  });
          waiting.awaitParked().interrupt();
          var wait = waiting.failure(InterruptedOperationException.class);
          assertTrue(wait.getMessage().contains("errgroup.Wait"), wait::getMessage);
          goOn.send(true);
          group.await();
          assertTrue(group.tryGo(() -> {}), "the one that gave up takes no room");
          group.await();
        });
  }

  @Test
  void theLimitMayNotChangeWhileTasksRun() throws Exception {
    onMain(
        () -> {
          var group = new ErrGroup();
          Chan<Boolean> goOn = Chan.make();
          Task task = goOn::recv;
          group.go(task);
          group.go(task);
          var e = assertThrows(IllegalStateException.class, () -> group.setLimit(3));
          assertTrue(
              e.getMessage()
                  .startsWith(
                      "errgroup: modify limit while 2 goroutines in the group are still active"),
              e::getMessage);
          goOn.send(true);
          goOn.send(true);
          group.await();
          group.setLimit(3);
          group.setLimit(-1);
          for (int i = 0; i < 100; i++) {
            assertTrue(group.tryGo(() -> {}));
          }
          group.await();
        });
  }
}
