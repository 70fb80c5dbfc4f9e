package dev.goro.conformance.runtime;

import static dev.goro.Go.go;
import static dev.goro.Select.onRecv;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static dev.goro.testing.Goroutines.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Received;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.Task;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Parked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a channel and a select promise, under load. Go: {@code src/runtime/chan_test.go}. */
class ChanTest {
  private static final int CAPACITIES = 24;

  private interface OnCapacity {
    void check(int capacity) throws Exception;
  }

  private static void forEachCapacity(OnCapacity body) throws Exception {
    onMainAtProcs(
        4,
        () -> {
          for (int capacity = 0; capacity < CAPACITIES; capacity++) {
            body.check(capacity);
          }
        });
  }

  private static Chan<Integer> filled(int capacity) {
    Chan<Integer> channel = Chan.make(capacity);
    for (int i = 0; i < capacity; i++) {
      channel.send(i);
    }
    return channel;
  }

  @Test
  void aReceiveFromAnEmptyChannelWaits() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = Chan.make(capacity);
          var recv = Parked.in(channel::recv);
          var receive = Parked.in(channel::receive);
          assertTrue(channel.tryRecv().isEmpty());
          assertEquals("no", select(recv(channel, v -> "yes"), otherwise(() -> "no")));
          recv.assertWaiting();
          receive.assertWaiting();
          channel.send(0);
          channel.send(0);
          recv.awaitEnd();
          receive.awaitEnd();
        });
  }

  @Test
  void aSendToAFullChannelWaits() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = filled(capacity);
          var sender = Parked.in(() -> channel.send(-1));
          assertEquals(false, channel.trySend(-2));
          assertEquals("no", select(send(channel, -2, () -> "yes"), otherwise(() -> "no")));
          sender.assertWaiting();
          for (int i = 0; i < capacity; i++) {
            assertEquals(i, channel.recv());
          }
          assertEquals(-1, channel.recv());
          sender.awaitEnd();
        });
  }

  @Test
  void aClosedChannelIsDrainedAndThenAtItsEnd() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = filled(capacity);
          channel.close();
          for (int i = 0; i < capacity; i++) {
            assertEquals(i, channel.recv());
          }
          assertNull(channel.recv());
          assertEquals(new Received<Integer>(null, false), channel.receive());
        });
  }

  @Test
  void aCloseWakesAReceiver() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = Chan.make(capacity);
          var receiver =
              Parked.in(() -> assertEquals(new Received<Integer>(null, false), channel.receive()));
          channel.close();
          receiver.awaitEnd();
        });
  }

  @Test
  void valuesKeepTheirOrder() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = Chan.make(capacity);
          for (boolean withOk : new boolean[] {false, true}) {
            go(() -> IntStream.range(0, 100).forEach(channel::send));
            for (int i = 0; i < 100; i++) {
              if (withOk) {
                assertEquals(new Received<>(i, true), channel.receive());
              } else {
                assertEquals(i, channel.recv());
              }
            }
          }
        });
  }

  @Test
  void everyValueArrivesOnceBetweenManySendersAndReceivers() throws Exception {
    int pairs = 4;
    int values = 1_000;
    forEachCapacity(
        capacity -> {
          Chan<Integer> channel = Chan.make(capacity);
          var times = new AtomicIntegerArray(values);
          var all = new WaitGroup();
          for (int p = 0; p < pairs; p++) {
            all.go(() -> IntStream.range(0, values).forEach(channel::send));
            all.go(
                () -> {
                  for (int i = 0; i < values; i++) {
                    times.incrementAndGet(channel.recv());
                  }
                });
          }
          all.await();
          for (int i = 0; i < values; i++) {
            assertEquals(pairs, times.get(i));
          }
        });
  }

  @Test
  void lengthAndCapacityAreCounted() throws Exception {
    forEachCapacity(
        capacity -> {
          Chan<Integer> empty = Chan.make(capacity);
          assertEquals(0, empty.len());
          assertEquals(capacity, empty.cap());
          Chan<Integer> full = filled(capacity);
          assertEquals(capacity, full.len());
          assertEquals(capacity, full.cap());
        });
  }

  @EachProcs
  void aTryReceiveBesideACloseIsReady(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 5_000; i++) {
            Chan<Integer> channel = Chan.make(1);
            channel.send(1);
            var other = new WaitGroup();
            other.go(
                () -> assertTrue(channel.tryRecv().isPresent(), "it is full, or closed and empty"));
            channel.close();
            channel.recv();
            other.await();
          }
        });
  }

  @EachProcs
  void aSelectLooksAtOneMomentWhileASendMakesTheOtherChannelReady(int procs) throws Exception {
    atOneMoment(procs, 1, other -> other.send(1));
  }

  @EachProcs
  void aSelectLooksAtOneMomentWhileACloseMakesTheOtherChannelReady(int procs) throws Exception {
    atOneMoment(procs, 0, Chan::close);
  }

  private interface MakeReady {
    void apply(Chan<Integer> channel);
  }

  /** From the goroutine's start on, one of the two channels is ready at each moment. */
  private static void atOneMoment(int procs, int capacity, MakeReady makeReady) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Boolean> found = Chan.make(1);
          for (int i = 0; i < 10_000; i++) {
            Chan<Integer> first = Chan.make(1);
            Chan<Integer> second = Chan.make(capacity);
            first.send(1);
            go(
                () ->
                    found.send(
                        select(
                            recv(first, v -> true),
                            recv(second, v -> true),
                            otherwise(() -> false))));
            makeReady.apply(second);
            first.tryRecv();
            assertTrue(found.recv(), "no channel was ready");
          }
        });
  }

  @Test
  void aSelectThatSendsAndReceivesOnOneChannelDoesNotMeetItself() throws Exception {
    onMainAtProcs(
        2,
        () -> {
          for (int capacity : new int[] {0, 10}) {
            Chan<Integer> channel = Chan.make(capacity);
            together(selfSelecting(channel, 0), selfSelecting(channel, 1));
          }
        });
  }

  private static Task selfSelecting(Chan<Integer> channel, int self) {
    return () -> {
      var give = send(channel, self);
      var take = recv(channel);
      for (int i = 0; i < 1_000; i++) {
        Selected taken = self == 0 || i % 2 == 0 ? select(give, take) : select(take, give);
        if (channel.cap() == 0 && taken.ok()) {
          assertNotEquals(self, taken.value(channel), "received from itself");
        }
      }
    };
  }

  /**
   * On four channels: a sender and a receiver on each, one select that sends to all and one that
   * receives from all. As many values go in as come out, so it must come to an end.
   */
  @Test
  void plainOperationsAndSelectsShareFourChannels() throws Exception {
    int values = 10_000;
    onMainAtProcs(
        10,
        () -> {
          List<Chan<Integer>> channels =
              List.of(Chan.make(), Chan.make(), Chan.make(2), Chan.make(3));
          var all = new WaitGroup();
          for (Chan<Integer> channel : channels) {
            all.go(() -> IntStream.range(0, values).forEach(channel::send));
            all.go(
                () -> {
                  for (int i = 0; i < values; i++) {
                    channel.recv();
                  }
                });
          }
          all.go(() -> selectOnAll(channels.reversed(), values, true));
          all.go(() -> selectOnAll(channels, values, false));
          all.await();
          channels.forEach(c -> assertEquals(0, c.len()));
        });
  }

  private static void selectOnAll(List<Chan<Integer>> channels, int values, boolean sends) {
    var open = new ArrayList<>(channels);
    var count = new int[channels.size()];
    for (int i = 0; i < values * channels.size(); i++) {
      List<Case<Selected>> cases = new ArrayList<>();
      for (Chan<Integer> c : open) {
        cases.add(sends ? send(c, 0) : recv(c));
      }
      int taken = select(cases).index();
      if (++count[taken] == values) {
        open.set(taken, null);
      }
    }
  }

  /**
   * Two channels are always ready; the counts must be within ten standard deviations of a fair
   * coin's.
   */
  @Test
  void aSelectIsFairAmongTheReady() throws Exception {
    int trials = 10_000;
    onMain(
        () -> {
          Chan<Integer> ones = Chan.make(trials + 1);
          Chan<Integer> twos = Chan.make(trials + 1);
          for (int i = 0; i <= trials; i++) {
            ones.send(1);
            twos.send(2);
          }
          Chan<Integer> silent = Chan.make();
          Chan<Integer> out = Chan.make();
          Chan<Boolean> done = Chan.make();
          var chooser = new WaitGroup();
          chooser.go(
              () -> {
                boolean goesOn = true;
                while (goesOn) {
                  int value =
                      select(
                          recv(silent, v -> v),
                          recv(silent, v -> v),
                          recv(ones, v -> v),
                          recv(twos, v -> v));
                  goesOn = select(send(out, value, () -> true), recv(done, v -> false));
                }
              });
          int countOfOnes = 0;
          for (int i = 0; i < trials; i++) {
            countOfOnes += out.recv() == 1 ? 1 : 0;
          }
          double deviation = Math.sqrt(trials * 0.25);
          assertEquals(trials * 0.5, countOfOnes, 10 * deviation);
          done.close();
          chooser.await();
        });
  }

  @Test
  void aChannelOfAnyTypeTakesEveryValue() throws Exception {
    record Empty() {}
    onMain(
        () -> {
          Chan<Object> channel = Chan.make(1);
          var sent = new Empty();
          channel.send(sent);
          assertEquals(false, channel.trySend(sent));
          assertEquals(
              "full",
              select(
                  send(channel, sent, () -> "sent"),
                  send(channel, "text", () -> "sent"),
                  otherwise(() -> "full")));
          assertSame(sent, channel.recv());
        });
  }

  @Test
  void aSelectOfTwoSendsToOneChannelSendsBothKinds() throws Exception {
    int values = 200;
    onMain(
        () -> {
          for (int capacity : new int[] {0, values}) {
            Chan<Integer> channel = Chan.make(capacity);
            var got = new int[values];
            var received = new Mutex();
            received.lock();
            go(
                () -> {
                  for (int i = 0; i < values; i++) {
                    Go.gosched();
                    got[i] = channel.recv();
                  }
                  received.unlock();
                });
            for (int i = 0; i < values; i++) {
              select(send(channel, 1), send(channel, 0));
            }
            received.lock();
            int sum = Arrays.stream(got).sum();
            assertTrue(sum > values / 10 && sum < values * 9 / 10, "ones among them: " + sum);
          }
        });
  }

  @EachProcs
  void manyConsumersShareTheWork(int procs) throws Exception {
    int workers = 23;
    int jobs = 50_000;
    int[] kinds = {2, 3, 7, 11, 13, 17, 19, 23, 27, 31};
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> work = Chan.make(workers * 3);
          Chan<Integer> results = Chan.make(workers * 3);
          var all = new WaitGroup();
          for (int w = 0; w < workers; w++) {
            int slowAt = kinds[w % kinds.length];
            all.go(
                () -> {
                  for (int job : work) {
                    if (job == slowAt) {
                      Go.gosched();
                    }
                    results.send(job);
                  }
                });
          }
          go(
              () -> {
                for (int i = 0; i < jobs; i++) {
                  work.send(kinds[i % kinds.length]);
                }
                work.close();
                all.await();
                results.close();
              });
          long sum = 0;
          int count = 0;
          for (int result : results) {
            count++;
            sum += result;
          }
          assertEquals(jobs, count);
          assertEquals((long) Arrays.stream(kinds).sum() * jobs / kinds.length, sum);
        });
  }

  /**
   * A stack that was deep, and whose unused part the collector may give back, under a goroutine in
   * a send.
   */
  @Test
  void aCollectionDoesNotDisturbAParkedSend() throws Exception {
    int values = 10;
    onMain(
        () -> {
          Chan<Integer> channel = Chan.make();
          var sender = new WaitGroup();
          sender.go(
              () -> {
                for (int i = 0; i < values; i++) {
                  channel.send(i);
                  assertEquals(20, Deep.down(20));
                }
              });
          for (int i = 0; i < values; i++) {
            assertEquals(i, channel.recv());
            Go.gosched();
            System.gc();
          }
          sender.await();
        });
  }

  @EachProcs
  void aCollectionDoesNotDisturbAGoroutineThatIsJustParking(int procs) throws Exception {
    int values = 10;
    onMainAtProcs(
        procs,
        () -> {
          for (int round = 0; round < 25; round++) {
            Chan<Integer> channel = Chan.make();
            var both = new WaitGroup();
            both.go(
                () -> {
                  for (int i = 0; i < values; i++) {
                    Go.sleep(Duration.ofNanos(10_000));
                    assertEquals(i, channel.recv());
                  }
                });
            both.go(
                () -> {
                  for (int i = 0; i < values; i++) {
                    channel.send(i);
                    assertEquals(20, Deep.down(20));
                  }
                });
            System.gc();
            both.await();
          }
        });
  }

  @EachProcs
  void aSelectMayNameOneChannelTwice(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> twice = Chan.make();
          Chan<Integer> other = Chan.make();
          Chan<Integer> done = Chan.make();
          var a =
              Parked.in(
                  () -> {
                    int taken = select(recv(twice), recv(twice), recv(other)).index();
                    done.send(taken);
                  });
          var b = Parked.in(twice::recv);
          other.send(7);
          assertEquals(2, done.recv());
          twice.send(8);
          a.awaitEnd();
          b.awaitEnd();
        });
  }

  /** Locals of a goroutine stay what they were while it waits in a select and its stack moves. */
  @EachProcs
  void localsSurviveACollectionDuringASelect(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> silent = Chan.make();
          Chan<Integer> closing = Chan.make();
          var checked = new AtomicInteger();
          List<Parked> waiting = new ArrayList<>();
          for (boolean twice : new boolean[] {false, true}) {
            waiting.add(
                Parked.in(
                    () -> {
                      assertEquals(100, Deep.down(100));
                      long number = 42;
                      var object = new Object();
                      String identity = object.toString();
                      Chan<Integer> silentAgain = twice ? silent : null;
                      Chan<Integer> closingAgain = twice ? closing : null;
                      select(
                          onRecv(silent, v -> checked.addAndGet(1_000)),
                          onRecv(silentAgain, v -> checked.addAndGet(1_000)),
                          onRecv(closing, v -> {}),
                          onRecv(closingAgain, v -> {}));
                      assertEquals(42, number);
                      assertEquals(identity, object.toString());
                      checked.incrementAndGet();
                    }));
          }
          System.gc();
          closing.close();
          for (Parked p : waiting) {
            p.awaitEnd();
          }
          assertEquals(2, checked.get());
        });
  }
}
