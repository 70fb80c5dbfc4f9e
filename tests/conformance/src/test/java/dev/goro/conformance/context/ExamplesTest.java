package dev.goro.conformance.context;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.context.CancelContext;
import dev.goro.context.Context;
import dev.goro.context.Context.Key;
import dev.goro.context.DeadlineExceeded;
import dev.goro.testing.Eventually;
import dev.goro.testing.SocketPair;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Go: {@code src/context/example_test.go}. */
class ExamplesTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private static RecvChan<Integer> numbers(Context ctx) {
    Chan<Integer> numbers = Chan.make();
    go(
        () -> {
          boolean wanted = true;
          for (int n = 1; wanted; n++) {
            wanted = select(recv(ctx.done(), end -> false), send(numbers, n, () -> true));
          }
        });
    return numbers;
  }

  @Test
  void aCancelEndsAGeneratorThatNobodyReceivesFrom() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          List<Integer> seen = new ArrayList<>();
          try (var ctx = Context.withCancel(Context.background())) {
            for (int n : numbers(ctx)) {
              seen.add(n);
              if (n == 5) {
                break;
              }
            }
          }
          assertEquals(List.of(1, 2, 3, 4, 5), seen);
          Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
        });
  }

  private static String whatComesFirst(Context ctx) {
    Chan<Integer> neverReady = Chan.make();
    return select(
        recv(neverReady, v -> "ready"),
        recv(ctx.done(), end -> ctx.err().orElseThrow().getMessage()));
  }

  @Test
  void aDeadlineEndsAWait() throws Exception {
    onMain(
        () -> {
          try (var ctx = Context.withDeadline(Context.background(), Instant.now().plus(SHORT))) {
            assertEquals("context deadline exceeded", whatComesFirst(ctx));
          }
        });
  }

  @Test
  void aTimeoutEndsAWait() throws Exception {
    onMain(
        () -> {
          try (var ctx = Context.withTimeout(Context.background(), SHORT)) {
            assertEquals("context deadline exceeded", whatComesFirst(ctx));
          }
        });
  }

  @Test
  void aValueIsFoundByItsKey() {
    Key<String> language = Key.of("language");
    Key<String> color = Key.of("color");
    var ctx = Context.withValue(Context.background(), language, "Go");
    assertEquals(Optional.of("Go"), ctx.value(language));
    assertEquals(Optional.empty(), ctx.value(color));
  }

  /** Each context wakes all that wait for the condition; only those whose context it is give up. */
  @Test
  void anEndWakesThoseThatWaitForACondition() throws Exception {
    onMain(
        () -> {
          var lock = new ReentrantLock();
          var changed = lock.newCondition();
          Chan<String> told = Chan.make();
          for (int i = 0; i < 4; i++) {
            go(
                () -> {
                  try (var ctx = Context.withTimeout(Context.background(), SHORT)) {
                    var stop =
                        ctx.afterFunc(
                            () -> {
                              lock.lock();
                              changed.signalAll();
                              lock.unlock();
                            });
                    lock.lock();
                    try {
                      while (ctx.err().isEmpty()) {
                        changed.await();
                      }
                    } finally {
                      lock.unlock();
                      stop.stop();
                    }
                    told.send(ctx.err().orElseThrow().getMessage());
                  }
                });
          }
          for (int i = 0; i < 4; i++) {
            assertEquals("context deadline exceeded", told.recv());
          }
        });
  }

  @Test
  void anEndEndsAReadFromASocket() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect();
              var ctx = Context.withTimeout(Context.background(), SHORT);
              var _ = ctx.closes(pair.one())) {
            assertThrows(SocketException.class, () -> pair.one().getInputStream().read());
            assertInstanceOf(DeadlineExceeded.class, ctx.err().orElseThrow());
          }
        });
  }

  /** A context with the values of one, which ends with either of two. */
  private static CancelContext merged(Context values, Context other) {
    var both = Context.withCancel(values);
    var stop = other.afterFunc(() -> both.cancel(other.cause().orElseThrow()));
    both.afterFunc(stop::stop);
    return both;
  }

  @Test
  void aContextEndsWithEitherOfTwo() throws Exception {
    onMain(
        () -> {
          try (var ctx1 = Context.withCancel(Context.background());
              var ctx2 = Context.withCancel(Context.background());
              var both = merged(ctx1, ctx2)) {
            var cause = new Exception("ctx2 canceled");
            ctx2.cancel(cause);
            both.done().recv();
            assertSame(cause, both.cause().orElseThrow());
          }
        });
  }
}
