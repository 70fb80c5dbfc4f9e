package dev.goro.behaviour.sync;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.sync.SingleFlight;
import dev.goro.sync.SingleFlight.Result;
import dev.goro.testing.Panics;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SingleFlight} with threads of each kind, and what becomes of its channels. */
class SingleFlightTest {
  private final SingleFlight<String, Integer> flights = new SingleFlight<>();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void allKindsOfThreadsShareACall(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> value = Chan.make();
          var leader = Runner.start(kind, () -> flights.call("key", value::recv)).awaitParked();
          var joined = Runner.start(kind, () -> flights.call("key", () -> 1)).awaitParked();
          value.send(7);
          assertEquals(new Result<>(7, null, true), leader.result());
          assertEquals(new Result<>(7, null, true), joined.result());
          assertEquals(
              new Result<>(1, null, false), flights.call("key", () -> 1), "it is no cache");
        });
  }

  @Test
  void anInterruptEndsAWaitAndTheCallGoesOn() throws Exception {
    onMain(
        () -> {
          Chan<Integer> value = Chan.make();
          var leader = Runner.start(() -> flights.call("key", value::recv)).awaitParked();
          var joined = Runner.start(() -> flights.call("key", () -> 1)).awaitParked();
          joined.interrupt();
          var e = joined.failure(InterruptedOperationException.class);
          assertTrue(e.getMessage().contains("singleflight.Do"), e::getMessage);
          value.send(7);
          assertEquals(7, leader.result().value());
        });
  }

  @Test
  void anExceptionComesToCallersAndChannels() throws Exception {
    onMain(
        () -> {
          Chan<Integer> goOn = Chan.make();
          var thrown = new IOException("not found");
          var leader =
              Runner.start(
                      () ->
                          flights.call(
                              "key",
                              () -> {
                                goOn.recv();
                                throw thrown;
                              }))
                  .awaitParked();
          var joined = Runner.start(() -> flights.call("key", () -> 1)).awaitParked();
          var channel = flights.callChan("key", () -> 2);
          goOn.send(1);
          assertSame(thrown, leader.failure(IOException.class));
          assertSame(thrown, joined.failure(IOException.class));
          assertEquals(new Result<>(null, thrown, true), channel.recv());
        });
  }

  @Test
  void anErrorIsAPanicAndClosesTheChannels() throws Exception {
    onMain(
        () -> {
          var broken = new AssertionError("broken");
          var channel =
              flights.callChan(
                  "key",
                  () -> {
                    throw broken;
                  });
          assertEquals(false, channel.receive().ok());
          assertSame(broken, Panics.take().getFirst().cause());
          var other =
              flights.callChan(
                  "key",
                  () -> {
                    throw Go.goexit();
                  });
          assertEquals(false, other.receive().ok());
        });
  }

  @Test
  void aThreadThatCannotEndIsToldOfAGoexit() throws Exception {
    onMain(
        () -> {
          Chan<Integer> goOn = Chan.make();
          var leader =
              flights.callChan(
                  "key",
                  () -> {
                    goOn.recv();
                    throw Go.goexit();
                  });
          var joined =
              Runner.start(Kind.PLATFORM_THREAD, () -> flights.call("key", () -> 1)).awaitParked();
          goOn.send(1);
          var e = joined.failure(IllegalStateException.class);
          assertTrue(e.getMessage().contains("goexit"), e::getMessage);
          assertEquals(false, leader.receive().ok());
        });
  }

  @Test
  void keysAreApart() throws Exception {
    onMain(
        () -> {
          var calls = new AtomicInteger();
          Chan<Integer> goOn = Chan.make();
          var first =
              Runner.start(
                      () ->
                          flights.call(
                              "one",
                              () -> {
                                goOn.recv();
                                return calls.incrementAndGet();
                              }))
                  .awaitParked();
          assertEquals(1, flights.call("two", calls::incrementAndGet).value());
          goOn.send(1);
          assertEquals(2, first.result().value());
        });
  }
}
