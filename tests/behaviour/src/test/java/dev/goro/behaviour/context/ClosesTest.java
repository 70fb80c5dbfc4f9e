package dev.goro.behaviour.context;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.context.Context;
import dev.goro.context.DeadlineExceeded;
import dev.goro.testing.Eventually;
import dev.goro.testing.Parked;
import dev.goro.testing.SilentServer;
import dev.goro.testing.SocketPair;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link Context#closes} closes what would wait for ever. */
class ClosesTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void aTimeoutEndsAReadAnAcceptAndAConnect() throws Exception {
    onMain(
        () -> {
          try (var pair = SocketPair.connect();
              var ctx = Context.withTimeout(Context.background(), SHORT);
              var _ = ctx.closes(pair.one())) {
            assertThrows(SocketException.class, () -> pair.one().getInputStream().read());
            assertThrows(DeadlineExceeded.class, ctx::check);
          }
          try (var server = new ServerSocket(0, 1, SocketPair.LOOPBACK);
              var ctx = Context.withTimeout(Context.background(), SHORT);
              var _ = ctx.closes(server)) {
            assertThrows(SocketException.class, server::accept);
          }
          try (var silent = new SilentServer();
              var socket = new Socket();
              var ctx = Context.withTimeout(Context.background(), SHORT);
              var _ = ctx.closes(socket)) {
            assertThrows(SocketException.class, () -> socket.connect(silent.address()));
          }
        });
  }

  @Test
  void whatIsTakenBackStaysOpen() throws Exception {
    onMain(
        () -> {
          var closed = new AtomicInteger();
          var ctx = Context.withCancel(Context.background());
          var first = ctx.closes(closed::incrementAndGet);
          var second = ctx.closes(closed::incrementAndGet);
          first.close();
          first.close(); // once more does nothing
          ctx.cancel();
          Eventually.equal("how often one was closed", 1, closed::get);
          second.close(); // does nothing any more
          second.close();
          assertEquals(1, closed.get());
        });
  }

  @Test
  void aContextThatHasEndedClosesAtOnce() throws Exception {
    onMain(
        () -> {
          var ctx = Context.withCancel(Context.background());
          ctx.cancel();
          var closed = new AtomicInteger();
          ctx.closes(closed::incrementAndGet).close();
          // Either it was taken back first, or it was closed; in no case later.
          int now = closed.get();
          Eventually.that("the context's goroutine is gone", () -> closed.get() == now);
          ctx.closes(closed::incrementAndGet);
          Eventually.equal("how often it was closed", now + 1, closed::get);
        });
  }

  @Test
  void takingBackWaitsForAClosingThatIsUnderWay() throws Exception {
    onMain(
        () -> {
          Chan<Boolean> begun = Chan.make();
          Chan<Boolean> goOn = Chan.make();
          var ctx = Context.withCancel(Context.background());
          var registration =
              ctx.closes(
                  () -> {
                    begun.send(true);
                    goOn.recv();
                  });
          ctx.cancel();
          begun.recv();
          var waiting = Parked.in(registration::close);
          assertFalse(waiting.hasEnded());
          goOn.send(true);
          waiting.awaitEnd();
        });
  }

  @Test
  void aFailureToCloseIsToldToWhoTakesBack() throws Exception {
    onMain(
        () -> {
          var failure = new IOException("disk full");
          Chan<Boolean> begun = Chan.make();
          var ctx = Context.withCancel(Context.background());
          var registration =
              ctx.closes(
                  () -> {
                    begun.send(true);
                    throw failure;
                  });
          ctx.cancel();
          begun.recv();
          var told = assertThrows(IllegalStateException.class, registration::close);
          assertSame(failure, told.getCause());
          assertTrue(told.getMessage().contains("failed"), told::getMessage);
        });
  }
}
