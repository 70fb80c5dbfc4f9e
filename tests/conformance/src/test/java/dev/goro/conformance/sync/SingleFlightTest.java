package dev.goro.conformance.sync;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.SingleFlight;
import dev.goro.sync.SingleFlight.Result;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import dev.goro.testing.Program;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Go: {@code golang.org/x/sync/singleflight/singleflight_test.go}. */
class SingleFlightTest {
  private static final class Broken extends Error {
    private static final long serialVersionUID = 1L;

    Broken(Throwable cause) {
      super("broken", cause);
    }
  }

  @Test
  void aPanicIsThrownAsItIs() {
    var flights = new SingleFlight<String, String>();
    var broken = new Broken(new IllegalStateException("inside"));
    var thrown =
        assertThrows(
            Broken.class,
            () ->
                flights.call(
                    "key",
                    () -> {
                      throw broken;
                    }));
    assertSame(broken, thrown);
    assertEquals("inside", thrown.getCause().getMessage());
  }

  @Test
  void aCallGivesTheValue() throws Exception {
    var flights = new SingleFlight<String, String>();
    assertEquals(new Result<>("bar", null, false), flights.call("key", () -> "bar"));
  }

  @Test
  void aCallThrowsTheError() {
    var flights = new SingleFlight<String, String>();
    var error = new Exception("some error");
    assertSame(
        error,
        assertThrows(
            Exception.class,
            () ->
                flights.call(
                    "key",
                    () -> {
                      throw error;
                    })));
  }

  @EachProcs
  void callsAtTheSameTimeShareOneCallOfTheFunction(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var flights = new SingleFlight<String, String>();
          var calls = new AtomicInteger();
          Chan<Boolean> started = Chan.make();
          Chan<String> value = Chan.make();
          Callable<String> function =
              () -> {
                calls.incrementAndGet();
                started.close();
                return value.recv();
              };
          var all = new WaitGroup();
          all.go(
              () -> assertEquals(new Result<>("bar", null, true), flights.call("key", function)));
          started.recv();
          for (int i = 0; i < 9; i++) {
            var joined =
                Parked.in(
                    () ->
                        assertEquals(
                            new Result<>("bar", null, true), flights.call("key", function)));
            all.go(joined::awaitEnd);
          }
          value.send("bar");
          all.await();
          assertEquals(1, calls.get());
        });
  }

  @Test
  void forgetBeginsAnotherCall() throws Exception {
    onMain(
        () -> {
          var flights = new SingleFlight<String, Integer>();
          Chan<Boolean> firstStarted = Chan.make();
          Chan<Boolean> unblockFirst = Chan.make();
          Chan<Boolean> firstFinished = Chan.make();
          go(
              () -> {
                flights.call(
                    "key",
                    () -> {
                      firstStarted.close();
                      unblockFirst.recv();
                      return 1;
                    });
                firstFinished.close();
              });
          firstStarted.recv();
          flights.forget("key");
          Chan<Boolean> unblockSecond = Chan.make();
          var second =
              flights.callChan(
                  "key",
                  () -> {
                    unblockSecond.recv();
                    return 2;
                  });
          unblockFirst.close();
          firstFinished.recv();
          var third = flights.callChan("key", () -> 3);
          unblockSecond.close();
          assertEquals(new Result<>(2, null, true), second.recv());
          assertEquals(
              new Result<>(2, null, true),
              third.recv(),
              "the end of the first is no end of the second");
        });
  }

  @Test
  void aChannelGetsTheValue() throws Exception {
    onMain(
        () -> {
          var flights = new SingleFlight<String, String>();
          var result = flights.callChan("key", () -> "bar");
          assertEquals(new Result<>("bar", null, false), result.recv());
        });
  }

  @EachProcs
  void aPanicComesToAllWhoWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var flights = new SingleFlight<String, String>();
          var all = new WaitGroup();
          for (int i = 0; i < 5; i++) {
            all.go(
                () ->
                    assertThrows(
                        Broken.class,
                        () ->
                            flights.call(
                                "key",
                                () -> {
                                  Go.gosched();
                                  throw new Broken(null);
                                })));
          }
          all.await();
        });
  }

  @EachProcs
  void aGoexitEndsAllWhoWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var flights = new SingleFlight<String, String>();
          var all = new WaitGroup();
          var returned = new AtomicInteger();
          for (int i = 0; i < 5; i++) {
            all.go(
                () -> {
                  flights.call(
                      "key",
                      () -> {
                        Go.gosched();
                        throw Go.goexit();
                      });
                  returned.incrementAndGet();
                });
          }
          all.await();
          assertEquals(0, returned.get());
        });
  }

  static class PanicsForAChannel {
    static void main() {
      var flights = new SingleFlight<String, String>();
      var result =
          flights.callChan(
              "",
              () -> {
                throw new AssertionError("panicking in callChan");
              });
      result.recv();
      System.out.println("the channel unexpectedly gave something");
    }
  }

  @Test
  void aPanicThatAChannelWaitsForEndsTheProgram() {
    var result = Program.of(PanicsForAChannel.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("panicking in callChan"), result::toString);
    assertEquals("", result.out());
  }

  static class PanicsInACallThatAChannelShares {
    static void main() {
      Chan<Boolean> started = Chan.make();
      Chan<Boolean> unblock = Chan.make();
      var flights = new SingleFlight<String, String>();
      go(
          () -> {
            try {
              flights.call(
                  "",
                  () -> {
                    started.close();
                    unblock.recv();
                    throw new AssertionError("panicking in call");
                  });
            } catch (AssertionError e) {
              // As Go's recover: it does not help the channel.
            }
          });
      started.recv();
      var result =
          flights.callChan(
              "",
              () -> {
                throw new AssertionError("the second function was unexpectedly called");
              });
      unblock.close();
      result.recv();
      System.out.println("the channel unexpectedly gave something");
    }
  }

  @Test
  void aPanicInACallThatAChannelSharesEndsTheProgram() {
    var result = Program.of(PanicsInACallThatAChannelShares.class).run();
    assertEquals(2, result.exitCode(), result::toString);
    assertTrue(result.err().contains("panicking in call"), result::toString);
    assertFalse(result.err().contains("unexpectedly"), result::toString);
    assertEquals("", result.out());
  }

  @Test
  void channelsShareTheResult() throws Exception {
    onMain(
        () -> {
          var flights = new SingleFlight<String, String>();
          Chan<Boolean> block = Chan.make();
          var first =
              flights.callChan(
                  "key",
                  () -> {
                    block.recv();
                    return "func 1";
                  });
          var second =
              flights.callChan(
                  "key",
                  () -> {
                    block.recv();
                    return "func 2";
                  });
          block.close();
          var result1 = first.recv();
          var result2 = second.recv();
          assertTrue(result2.shared());
          assertEquals("func 1", result1.value());
          assertSame(result1.value(), result2.value());
          assertNull(result1.error());
        });
  }
}
