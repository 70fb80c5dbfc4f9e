package dev.goro.behaviour.time;

import static dev.goro.testing.Goroutines.onMain;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import dev.goro.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Ticker}, with the rules that Go has since 1.23. */
class TickerTest {
  @ParameterizedTest
  @EnumSource(Kind.class)
  void itTicksAgainAndAgain(Kind kind) throws Exception {
    onMain(
        () -> {
          var runner =
              Runner.start(
                  kind,
                  () -> {
                    var period = ofMillis(5);
                    long start = System.nanoTime();
                    try (var ticker = new Ticker(period)) {
                      Instant last = Instant.MIN;
                      for (int i = 1; i <= 8; i++) {
                        Instant tick = ticker.channel().recv();
                        long took = System.nanoTime() - start;
                        int n = i;
                        assertTrue(
                            took >= period.toNanos() * i, () -> n + " ticks in " + took + " ns");
                        assertFalse(tick.isBefore(last));
                        last = tick;
                      }
                    }
                    return true;
                  });
          assertTrue(runner.result());
        });
  }

  /** A stall of the machine may let the next tick come in between in one round, but not in all. */
  @Test
  void aSlowReceiverMissesTicks() throws Exception {
    onMain(
        () -> {
          for (int round = 0; round < 20; round++) {
            try (var ticker = new Ticker(ofMillis(30))) {
              Go.sleep(ofMillis(100));
              assertTrue(ticker.channel().tryRecv().isPresent());
              if (ticker.channel().tryRecv().isEmpty()) {
                return;
              }
            }
          }
          throw new AssertionError("after a wait of three periods there was always a second tick");
        });
  }

  @Test
  void stopEndsTheTicksAndDoesNotCloseTheChannel() throws Exception {
    onMain(
        () -> {
          var ticker = new Ticker(ofMillis(2));
          ticker.channel().recv();
          Go.sleep(ofMillis(10)); // a tick is due
          ticker.stop();
          assertEquals(Optional.empty(), ticker.channel().tryRecv(), "no stale tick");
          assertEquals(Optional.empty(), ticker.channel().tryRecv(ofMillis(20)));
          ticker.stop();
        });
  }

  @Test
  void closeStopsIt() throws Exception {
    onMain(
        () -> {
          Ticker kept;
          try (var ticker = new Ticker(ofMillis(2))) {
            ticker.channel().recv();
            kept = ticker;
          }
          assertEquals(Optional.empty(), kept.channel().tryRecv(ofMillis(20)));
        });
  }

  @Test
  void resetChangesThePeriod() throws Exception {
    onMain(
        () -> {
          try (var ticker = new Ticker(ofHours(1))) {
            ticker.reset(ofMillis(2));
            ticker.channel().recv();
            ticker.channel().recv();
            ticker.reset(ofMillis(30));
            long start = System.nanoTime();
            ticker.channel().recv();
            long took = System.nanoTime() - start;
            // The reset was before the start: the tick may come sooner by the time between the two,
            // and no more.
            assertTrue(took >= ofMillis(20).toNanos(), () -> took + " ns: a stale tick");
          }
        });
  }

  @Test
  void resetStartsAStoppedTickerAgain() throws Exception {
    onMain(
        () -> {
          try (var ticker = new Ticker(ofMillis(2))) {
            ticker.stop();
            ticker.reset(ofMillis(2));
            ticker.channel().recv();
            ticker.channel().recv();
          }
        });
  }

  @Test
  void itsChannelHasNoBuffer() throws Exception {
    onMain(
        () -> {
          try (var ticker = new Ticker(ofMillis(1))) {
            Go.sleep(ofMillis(10));
            assertEquals(0, ticker.channel().cap());
            assertEquals(0, ticker.channel().len());
          }
        });
  }

  @Test
  void aPeriodThatIsNotPositiveIsRefused() {
    for (var none : new Duration[] {Duration.ZERO, ofMillis(-1)}) {
      var e = assertThrows(IllegalArgumentException.class, () -> new Ticker(none));
      assertTrue(e.getMessage().contains("positive"), e::getMessage);
      try (var ticker = new Ticker(ofHours(1))) {
        e = assertThrows(IllegalArgumentException.class, () -> ticker.reset(none));
        assertTrue(e.getMessage().contains("positive"), e::getMessage);
      }
    }
    assertThrows(NullPointerException.class, () -> new Ticker(null));
  }

  @Test
  void tickGivesTheChannelOfATicker() throws Exception {
    onMain(
        () -> {
          var ticks = Ticker.tick(ofMillis(2));
          long start = System.nanoTime();
          for (int i = 0; i < 3; i++) {
            ticks.recv();
            System.gc(); // nobody but this reader knows the ticker
          }
          assertTrue(System.nanoTime() - start >= ofMillis(4).toNanos());
          assertThrows(IllegalArgumentException.class, () -> Ticker.tick(Duration.ZERO));
        });
  }

  /** Ticks that came while somebody else waited count as missed like all others. */
  @Test
  void ticksStayInStepWithTheFirst() throws Exception {
    onMain(
        () -> {
          var period = ofMillis(10);
          try (var ticker = new Ticker(period)) {
            Instant first = ticker.channel().recv();
            int inStep = 0;
            int ticks = 10;
            for (int i = 0; i < ticks; i++) {
              Go.sleep(ofMillis(i * 3L));
              long off =
                  Duration.between(first, ticker.channel().recv()).toNanos() % period.toNanos();
              // Two clocks are read one after the other, which a stall may come between.
              if (Math.min(off, period.toNanos() - off) < ofMillis(2).toNanos()) {
                inStep++;
              }
            }
            assertTrue(inStep > ticks / 2, inStep + " of " + ticks + " ticks were in step");
          }
        });
  }

  @Test
  void severalReceiversShareTheTicks() throws Exception {
    onMain(
        () -> {
          try (var ticker = new Ticker(ofMillis(2))) {
            Chan<Instant> seen = Chan.make();
            for (int i = 0; i < 3; i++) {
              Go.go(() -> seen.send(ticker.channel().recv()));
            }
            long distinct =
                java.util.stream.Stream.of(seen.recv(), seen.recv(), seen.recv())
                    .distinct()
                    .count();
            assertEquals(3, distinct, "one tick goes to one receiver");
          }
        });
  }
}
