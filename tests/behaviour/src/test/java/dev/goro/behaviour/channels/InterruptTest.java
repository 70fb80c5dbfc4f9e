package dev.goro.behaviour.channels;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An interrupt ends a wait with an unchecked exception; the flag stays set and the operation had no
 * effect.
 */
class InterruptTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private enum Operation {
    RECV("chan receive") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return empty::recv;
      }
    },
    RECEIVE("chan receive") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return empty::receive;
      }
    },
    TIMED_RECEIVE("chan receive") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return () -> empty.tryRecv(HOUR);
      }
    },
    ITERATION("chan receive") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return () -> empty.iterator().hasNext();
      }
    },
    STREAM("chan receive") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return () -> empty.stream().count();
      }
    },
    SEND("chan send") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return () -> {
          full.send(99);
          return null;
        };
      }
    },
    TIMED_SEND("chan send") {
      @Override
      Callable<Object> on(Chan<Integer> empty, Chan<Integer> full) {
        return () -> full.trySend(99, HOUR);
      }
    };

    final String name;

    Operation(String name) {
      this.name = name;
    }

    abstract Callable<Object> on(Chan<Integer> empty, Chan<Integer> full);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptEndsEveryWaitAndHasNoEffect(Kind kind) throws Exception {
    onMain(
        () -> {
          for (var operation : Operation.values()) {
            Chan<Integer> empty = Chan.make(1);
            Chan<Integer> full = Chan.make(1);
            full.send(1);
            var waiting = Runner.start(kind, operation.on(empty, full)).awaitParked();
            waiting.interrupt();
            var e = waiting.failure(InterruptedOperationException.class);
            assertTrue(e.getMessage().contains(operation.name), operation + ": " + e.getMessage());
            assertTrue(waiting.interruptFlag(), operation + " keeps the flag");
            assertNoEffect(empty, full);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onInterruptedThreadEveryWaitIsRefused(Kind kind) throws Exception {
    onMain(
        () -> {
          for (var operation : Operation.values()) {
            Chan<Integer> empty = Chan.make(1);
            Chan<Integer> full = Chan.make(1);
            full.send(1);
            var refused =
                Runner.start(
                    kind,
                    () -> {
                      Thread.currentThread().interrupt();
                      return operation.on(empty, full).call();
                    });
            var e = refused.failure(InterruptedOperationException.class);
            assertTrue(e.getMessage().contains(operation.name), operation + ": " + e.getMessage());
            assertTrue(refused.interruptFlag(), operation + " keeps the flag");
            assertNoEffect(empty, full);
          }
        });
  }

  private static void assertNoEffect(Chan<Integer> empty, Chan<Integer> full) {
    assertTrue(empty.trySend(2), "nobody waits for a value");
    assertEquals(1, empty.len(), "no ghost took the value");
    assertEquals(1, full.recv());
    assertEquals(
        Optional.empty(), full.tryRecv(), "the value of the interrupted send is not there");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatNeedNotWaitIsDoneOnAnInterruptedThreadToo(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(2);
          var runner =
              Runner.start(
                  kind,
                  () -> {
                    Thread.currentThread().interrupt();
                    c.send(1);
                    assertTrue(c.trySend(2));
                    assertFalse(c.trySend(3));
                    assertFalse(c.trySend(3, Duration.ZERO));
                    assertEquals(1, c.recv());
                    assertEquals(2, c.receive().value());
                    assertEquals(Optional.empty(), c.tryRecv());
                    assertTrue(c.trySend(4, HOUR));
                    assertEquals(4, c.tryRecv(HOUR).orElseThrow().value());
                    c.close();
                    assertFalse(c.iterator().hasNext());
                    return c.recv();
                  });
          assertEquals(null, runner.result());
          assertTrue(runner.interruptFlag());
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void afterAnInterruptAllWorksAgain(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          Chan<Integer> caught = Chan.make(1);
          var runner =
              Runner.start(
                  kind,
                  () -> {
                    try {
                      return c.recv();
                    } catch (InterruptedOperationException e) {
                      assertTrue(Thread.interrupted());
                      caught.send(1);
                      return c.recv() + c.recv();
                    }
                  });
          runner.awaitParked().interrupt();
          caught.recv();
          c.send(20);
          c.send(3);
          assertEquals(23, runner.result());
          assertFalse(runner.interruptFlag());
        });
  }

  /** The value is either received, or still with its sender: whoever wins, it is one of the two. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAHandOverLosesNoValue(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 500; i++) {
            Chan<Integer> c = Chan.make();
            int value = i;
            var receiver = Runner.start(kind, c::recv);
            if (i % 2 == 0) {
              receiver.awaitParked();
            } else {
              receiver.thread();
            }
            var interrupter =
                Runner.start(
                    () -> {
                      receiver.interrupt();
                      return null;
                    });
            boolean sent = c.trySend(value);
            interrupter.result();
            if (sent) {
              assertEquals(value, receiver.result());
            } else {
              receiver.failure(InterruptedOperationException.class);
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anInterruptThatRacesWithAReceiveLosesNoValue(Kind kind) throws Exception {
    onMain(
        () -> {
          for (int i = 0; i < 500; i++) {
            Chan<Integer> c = Chan.make();
            int value = i;
            var sender =
                Runner.start(
                    kind,
                    () -> {
                      c.send(value);
                      return true;
                    });
            if (i % 2 == 0) {
              sender.awaitParked();
            } else {
              sender.thread();
            }
            var interrupter =
                Runner.start(
                    () -> {
                      sender.interrupt();
                      return null;
                    });
            var received = c.tryRecv();
            interrupter.result();
            if (received.isPresent()) {
              assertEquals(value, received.get().value());
              assertTrue(sender.result());
            } else {
              sender.failure(InterruptedOperationException.class);
            }
          }
        });
  }

  /** A goroutine that is interrupted after its wake-up, but before it runs, has its value. */
  @Test
  void anInterruptAfterTheHandOverComesTooLate() throws Exception {
    dev.goro.behaviour.OneProc.onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var receiver = Runner.start(c::recv).awaitParked();
          assertTrue(c.trySend(7));
          receiver.interrupt();
          assertEquals(7, receiver.result());
        });
  }
}
