package dev.goro.conformance.time;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;
import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import dev.goro.testing.Parked;
import dev.goro.time.Timer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Timers. Go: {@code src/time/sleep_test.go}, and what {@code src/time/tick_test.go} says of
 * timers.
 */
class TimerTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofNanos(1);

  /** Places in time out of order and some of them twice. */
  private static final int[] SLOTS = {5, 3, 6, 6, 6, 1, 1, 2, 7, 9, 4, 8, 0};

  /** A timer of the second kind: it runs a function, which here sends on a channel. */
  private static final class FunctionTimer {
    final Chan<Instant> channel = Chan.make(1);
    final Timer timer;

    FunctionTimer(Duration time) {
      timer = Timer.afterFunc(time, () -> channel.trySend(Instant.now()));
    }
  }

  @EachProcs
  void aFunctionMayStartTheNextTimer(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> done = Chan.make();
          again(new AtomicInteger(10), done);
          assertTrue(done.recv());
        });
  }

  private static void again(AtomicInteger left, Chan<Boolean> done) {
    Timer.afterFunc(
        Duration.ZERO,
        () -> {
          if (left.decrementAndGet() >= 0) {
            again(left, done);
          } else {
            done.send(true);
          }
        });
  }

  /**
   * One of the two goroutines can always run; the timer's function must get its turn on the only P.
   */
  @Test
  void aFunctionRunsBesideGoroutinesThatNeverPause() throws Exception {
    onMainAtProcs(
        1,
        () -> {
          var stop = new AtomicBoolean();
          Chan<Boolean> channel = Chan.make(1);
          var both = new WaitGroup();
          both.go(
              () -> {
                while (!stop.get()) {
                  channel.send(true);
                }
                channel.close();
              });
          both.go(() -> channel.forEach(v -> assertTrue(v)));
          Timer.afterFunc(Duration.ofNanos(1_000), () -> stop.set(true));
          both.await();
        });
  }

  @EachProcs
  void afterGivesTheTimeAtWhichItFired(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var delay = Duration.ofMillis(20);
          Instant start = Instant.now();
          long startNanos = System.nanoTime();
          Instant fired = Timer.after(delay).recv();
          assertTrue(System.nanoTime() - startNanos >= delay.toNanos());
          assertFalse(fired.isBefore(start.plus(delay)), () -> start + " to " + fired);
        });
  }

  /**
   * The operating system may hold up a timer as long as its reader; so it has some tries, as in Go.
   */
  @EachProcs
  void theTimeIsThatOfTheFiringHoweverLateItIsRead(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int tries = 0; tries < 10; tries++) {
            RecvChan<Instant> early = Timer.after(Duration.ofMillis(1));
            sleep(Duration.ofMillis(60));
            Instant beforeReading = Instant.now();
            if (early.recv().isBefore(beforeReading)) {
              return;
            }
          }
          fail("each timer told the time of its reading");
        });
  }

  @EachProcs
  void timersInARowTakeTheSumOfTheirTimes(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          long start = System.nanoTime();
          for (int i = 0; i < 10; i++) {
            Timer.after(Duration.ofMillis(3)).recv();
          }
          assertTrue(System.nanoTime() - start >= Duration.ofMillis(30).toNanos());
        });
  }

  @EachProcs
  void aStoppedTimerDoesNotFire(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var channelTimer = new Timer(Duration.ofMinutes(1));
          var functionTimer = new FunctionTimer(Duration.ofMinutes(1));
          RecvChan<Instant> later = Timer.after(Duration.ofMillis(20));
          assertTrue(channelTimer.stop(), "it was pending");
          assertTrue(functionTimer.timer.stop(), "it was pending");
          later.recv();
          assertTrue(channelTimer.channel().tryRecv().isEmpty());
          assertTrue(functionTimer.channel.tryRecv().isEmpty());
          assertFalse(channelTimer.stop(), "it was stopped already");
          assertFalse(functionTimer.timer.stop(), "it was stopped already");
        });
  }

  /**
   * As in Go the order is certain only if nothing delays the goroutines; a wider spacing is tried
   * before it counts as wrong.
   */
  @EachProcs
  void timersFireInTheOrderOfTheirTimes(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          List<List<Integer>> orders = new ArrayList<>();
          for (int spacing = 10; spacing <= 160; spacing *= 2) {
            List<Integer> order = firingOrder(spacing);
            if (order.equals(order.stream().sorted().toList())) {
              return;
            }
            orders.add(order);
          }
          fail("timers fired out of order each time: " + orders);
        });
  }

  private static List<Integer> firingOrder(int spacingMillis) {
    Chan<Integer> fired = Chan.make(SLOTS.length);
    for (int slot : SLOTS) {
      RecvChan<Instant> timer = Timer.after(Duration.ofMillis((long) slot * spacingMillis));
      go(
          () -> {
            timer.recv();
            fired.send(slot);
          });
    }
    return Arrays.stream(SLOTS).mapToObj(s -> fired.recv()).toList();
  }

  @EachProcs
  void aHundredStoppedFunctionsDoNotRun(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var all = new WaitGroup();
          for (int i = 0; i < 100; i++) {
            all.go(
                () -> {
                  var timer = Timer.afterFunc(HOUR, () -> fail("it was stopped"));
                  sleep(Duration.ofMillis(5));
                  assertTrue(timer.stop());
                });
          }
          all.await();
        });
  }

  /** A wider time is tried when the machine was too slow for a narrow one. */
  @EachProcs
  void resetMovesAPendingTimerAndStartsOneThatFired(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          String wrong = "";
          for (int millis = 2; millis < 1_000; millis *= 2) {
            wrong = reset(Duration.ofMillis(millis));
            if (wrong.isEmpty()) {
              return;
            }
          }
          fail(wrong);
        });
  }

  private static String reset(Duration unit) {
    var timer = new Timer(unit.multipliedBy(2));
    sleep(unit);
    if (!timer.reset(unit.multipliedBy(3))) {
      return "reset of a pending timer gave false";
    }
    sleep(unit.multipliedBy(2));
    if (timer.channel().tryRecv().isPresent()) {
      return "the timer fired at its old time";
    }
    sleep(unit.multipliedBy(2));
    if (timer.channel().tryRecv().isEmpty()) {
      return "the timer did not fire at its new time";
    }
    return timer.reset(Duration.ofMillis(50)) ? "reset of a timer that fired gave true" : "";
  }

  @EachProcs
  void aTimerOfNoTimeFiresAtOnce(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var reused = new FunctionTimer(HOUR);
          for (int i = 0; i < 5_000; i++) {
            new Timer(Duration.ZERO).channel().recv();
            new FunctionTimer(Duration.ZERO).channel.recv();
            reused.timer.reset(Duration.ZERO);
            reused.channel.recv();
          }
        });
  }

  @EachProcs
  void aTimerMovedEarlierAgainAndAgainFires(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var past = Duration.ofDays(-20_000);
          for (int i = 0; i < 200; i++) {
            var timer = new FunctionTimer(HOUR);
            for (int j = 0; j < 10; j++) {
              if (!timer.timer.stop()) {
                timer.channel.recv();
              }
              timer.timer.reset(past);
            }
            assertEquals(
                "fired",
                select(
                    recv(timer.channel, t -> "fired"), after(Duration.ofMinutes(1), () -> "late")));
          }
        });
  }

  /** A hundred timers, each led through stops and resets, their steps shuffled by a seed. */
  @EachProcs
  void timersMovedToAndFroLoseNothing(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var timers = new FunctionTimer[100];
            var step = new int[timers.length];
            List<Integer> going = new ArrayList<>();
            for (int i = 0; i < timers.length; i++) {
              going.add(i);
            }
            while (!going.isEmpty()) {
              int at = random.nextInt(going.size());
              int i = going.get(at);
              if (!takeStep(timers, i, step[i]++)) {
                going.set(at, going.getLast());
                going.removeLast();
              }
            }
          }
        });
  }

  private static boolean takeStep(FunctionTimer[] timers, int i, int step) {
    switch (step) {
      case 0 -> timers[i] = new FunctionTimer(Duration.ZERO);
      case 1, 9 -> timers[i].channel.recv();
      case 2, 4, 6 ->
          assertFalse(timers[i].timer.reset(Duration.ofMinutes(step)), "it was not pending");
      case 3, 5, 7 -> assertTrue(timers[i].timer.stop(), "it was pending for minutes");
      case 8 -> assertFalse(timers[i].timer.reset(Duration.ZERO), "it was stopped");
      default -> {
        return false;
      }
    }
    return true;
  }

  @EachProcs
  void stopTellsWhetherTheChannelWillHoldAValue(int procs) throws Exception {
    stopOrResetRacesWithFiring(procs, Timer::stop);
  }

  @EachProcs
  void resetTellsWhetherTheChannelWillHoldAValue(int procs) throws Exception {
    stopOrResetRacesWithFiring(procs, timer -> timer.reset(HOUR));
  }

  private interface StopOrReset {
    boolean apply(Timer timer);
  }

  /**
   * Stop and reset take back a value that nobody received: they give false only for a timer whose
   * value was received, so after them the channel is empty.
   */
  private static void stopOrResetRacesWithFiring(int procs, StopOrReset stop) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> start = Chan.make();
          var all = new WaitGroup();
          for (int i = 0; i < 200; i++) {
            all.go(
                () -> {
                  start.recv();
                  for (int j = 0; j < 20; j++) {
                    var one = new Timer(Duration.ofMillis(1));
                    var two = new Timer(Duration.ofMillis(1));
                    Timer other =
                        select(recv(one.channel(), t -> two), recv(two.channel(), t -> one));
                    if (!stop.apply(other)) {
                      other.channel().recv();
                    }
                    assertTrue(other.channel().tryRecv().isEmpty(), "a stale value");
                  }
                });
          }
          start.close();
          all.await();
        });
  }

  @EachProcs
  void manyGoroutinesShareOneTimer(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var timer = new Timer(SHORT);
          var all = new WaitGroup();
          for (int i = 0; i < 4; i++) {
            all.go(
                () -> {
                  for (int j = 0; j < 2_000; j++) {
                    select(recv(timer.channel()), otherwise());
                    timer.reset(SHORT);
                  }
                });
          }
          all.await();
          assertFalse(timer.channel().receive().value() == null, "it still fires");
        });
  }

  /** What Go has promised since 1.23: after stop and reset no value of before is received. */
  @EachProcs
  void noStaleValueComesAfterStopAndReset(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var timer = new Timer(HOUR);
          RecvChan<Instant> channel = timer.channel();
          assertTrue(timer.stop());
          assertTrue(channel.tryRecv().isEmpty());
          assertFalse(timer.reset(HOUR));
          assertTrue(channel.tryRecv().isEmpty());

          timer.reset(SHORT);
          ticks(channel);
          timer.reset(HOUR);
          assertTrue(channel.tryRecv().isEmpty());

          timer.reset(SHORT);
          sleep(Duration.ofMillis(5));
          assertTrue(timer.stop(), "its value was not received, so it counts as pending");
          assertTrue(channel.tryRecv().isEmpty());

          timer.reset(SHORT);
          sleep(Duration.ofMillis(5));
          assertTrue(timer.reset(HOUR), "its value was not received, so it counts as pending");
          assertTrue(channel.tryRecv().isEmpty());

          timer.reset(SHORT);
          ticks(channel);
          assertFalse(timer.reset(HOUR), "its value was received");
          assertEquals(0, channel.len());
        });
  }

  private static void ticks(RecvChan<Instant> channel) {
    Eventually.that("the timer fires", () -> channel.tryRecv().isPresent());
  }

  @EachProcs
  void resetWakesWhoWaitsForTheTimer(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var timer = new Timer(HOUR);
          var waiting = Parked.in(timer.channel()::recv);
          timer.reset(HOUR.multipliedBy(2));
          Go.gosched();
          waiting.assertWaiting();
          timer.reset(SHORT);
          waiting.awaitEnd();
          assertTrue(timer.channel().tryRecv().isEmpty(), "it fired once");
        });
  }

  @EachProcs
  void oneOfTwoSelectsThatWaitForATimerGetsIt(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var timer = new Timer(HOUR);
          Chan<Boolean> stop = Chan.make();
          var fired = new AtomicInteger();
          List<Parked> waiting = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            waiting.add(
                Parked.in(
                    () ->
                        select(
                            recv(timer.channel(), t -> fired.incrementAndGet()),
                            recv(stop, v -> 0))));
          }
          timer.reset(Duration.ofMillis(1));
          Eventually.equal("how many selects the timer woke", 1, fired::get);
          timer.stop();
          stop.close();
          for (Parked p : waiting) {
            p.awaitEnd();
          }
          assertEquals(1, fired.get());
        });
  }

  @EachProcs
  void aStoppedTimerWakesNobody(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var timer = new Timer(SHORT);
          ticks(timer.channel());
          timer.stop();
          Chan<Boolean> stop = Chan.make();
          var waiting =
              Parked.in(
                  () ->
                      select(
                          recv(timer.channel(), t -> fail("it is stopped")), recv(stop, v -> v)));
          stop.close();
          waiting.awaitEnd();
        });
  }

  /** Nothing holds a timer that was stopped, nor one that a select took back. */
  @Test
  void stoppedTimersAreCollected() throws Exception {
    Chan<Boolean> ready = Chan.make(1);
    onMain(
        () -> {
          collected("a timer", () -> new Timer(HOUR).stop());
          collected("a timer of a function", () -> Timer.afterFunc(HOUR, () -> {}).stop());
          collected(
              "a timer that was reset",
              () -> {
                var timer = new Timer(HOUR);
                timer.reset(HOUR.multipliedBy(2));
                timer.stop();
              });
          collected(
              "a timeout",
              () -> {
                ready.send(true);
                select(recv(ready), after(HOUR));
              });
        });
  }

  /** Nothing holds a timer that is far from its time, was not stopped, and has no reader. */
  @Test
  void forgottenTimersAreCollected() throws Exception {
    onMain(
        () -> {
          collected("a timer", () -> new Timer(HOUR));
          collected("a channel of a timer", () -> Timer.after(HOUR));
          collected(
              "a timer that was waited for",
              () -> select(recv(new Timer(HOUR).channel()), after(Duration.ofNanos(1))));
        });
  }

  private static void collected(String what, Runnable makeOne) {
    int timers = 50_000;
    long before = heapInUse();
    for (int i = 0; i < timers; i++) {
      makeOne.run();
    }
    Eventually.that(what + " is collected", () -> heapInUse() - before < timers * 16L);
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
