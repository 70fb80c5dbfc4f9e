package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Parked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values and waiting goroutines keep their order. Go: {@code test/chan/fifo.go}. */
class FifoTest {
  private static final int COUNT = 12;

  @EachProcs
  void aBufferGivesValuesInTheOrderOfTheirSends(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> channel = Chan.make(COUNT);
          for (int i = 0; i < COUNT; i++) {
            channel.send(i);
          }
          for (int i = 0; i < COUNT; i++) {
            assertEquals(i, channel.recv());
          }
        });
  }

  @EachProcs
  void anUnbufferedChannelGivesValuesInTheOrderOfTheirSends(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> values = Chan.make();
          Chan<Boolean> first = Chan.make();
          RecvChan<Boolean> turn = first;
          for (int i = 0; i < COUNT; i++) {
            int expected = i;
            RecvChan<Boolean> mine = turn;
            Chan<Boolean> next = Chan.make();
            go(
                () -> {
                  mine.recv();
                  assertEquals(expected, values.recv());
                  next.send(true);
                });
            turn = next;
          }
          first.send(true);
          for (int i = 0; i < COUNT; i++) {
            values.send(i);
          }
          turn.recv();
        });
  }

  @EachProcs
  void waitingReceiversAreServedInTheOrderInWhichTheyCame(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> values = Chan.make();
          var got = new ArrayList<>(Collections.nCopies(COUNT, -1));
          List<Parked> receivers = new ArrayList<>();
          for (int i = 0; i < COUNT; i++) {
            int place = i;
            receivers.add(Parked.in(() -> got.set(place, values.recv())));
          }
          for (int i = 0; i < COUNT; i++) {
            values.send(i);
          }
          for (int i = 0; i < COUNT; i++) {
            receivers.get(i).awaitEnd();
            assertEquals(i, got.get(i));
          }
        });
  }

  @EachProcs
  void waitingSendersAreServedInTheOrderInWhichTheyCame(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> values = Chan.make(1);
          values.send(0);
          List<Parked> senders = new ArrayList<>();
          for (int i = 1; i <= COUNT; i++) {
            int value = i;
            senders.add(Parked.in(() -> values.send(value)));
          }
          for (int i = 0; i <= COUNT; i++) {
            assertEquals(i, values.recv());
          }
          for (Parked sender : senders) {
            sender.awaitEnd();
          }
        });
  }
}
