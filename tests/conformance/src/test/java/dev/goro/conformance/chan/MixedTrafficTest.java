package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.select;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Select.Case;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Plain sends and receives against selects, in all pairings, at several buffer sizes; on every
 * channel the numbers arrive complete and in order. Go: {@code test/ken/chan.go}.
 */
class MixedTrafficTest {
  private static final int MESSAGES = 80;
  private static final int[] CAPACITIES = {0, 1, 10, 100};

  /** A channel with what its sender will send next and what its receiver must get next. */
  private static final class Lane {
    final Chan<Integer> channel;
    int sent;
    int received;

    Lane(int capacity) {
      channel = Chan.make(capacity);
    }

    Chan<Integer> toSend() {
      return sent < MESSAGES ? channel : null;
    }

    Chan<Integer> toReceive() {
      return received < MESSAGES ? channel : null;
    }

    void gotten(int value) {
      assertEquals(received, value);
      received++;
    }
  }

  private static List<Lane> lanes(int count, int capacity) {
    return Stream.generate(() -> new Lane(capacity)).limit(count).toList();
  }

  private static void sendAll(Lane lane) {
    while (lane.toSend() != null) {
      yieldSometimes();
      lane.channel.send(lane.sent);
      lane.sent++;
    }
  }

  private static void receiveAll(Lane lane) {
    while (lane.toReceive() != null) {
      yieldSometimes();
      lane.gotten(lane.channel.recv());
    }
  }

  /** Receives from some lanes and sends to others by one select, until all are through. */
  private static void selectAll(List<Lane> from, List<Lane> to) {
    while (from.stream().anyMatch(l -> l.toReceive() != null)
        || to.stream().anyMatch(l -> l.toSend() != null)) {
      yieldSometimes();
      var cases = new ArrayList<Case<Object>>();
      for (Lane lane : from) {
        cases.add(onRecv(lane.toReceive(), lane::gotten));
      }
      for (Lane lane : to) {
        cases.add(onSend(lane.toSend(), lane.sent, () -> lane.sent++));
      }
      select(cases);
    }
  }

  private static void yieldSometimes() {
    for (int n = ThreadLocalRandom.current().nextInt(6); n > 0; n--) {
      Go.gosched();
    }
  }

  private static void finish(WaitGroup all, List<Lane> lanes) {
    all.await();
    for (Lane lane : lanes) {
      assertEquals(MESSAGES, lane.sent);
      assertEquals(MESSAGES, lane.received);
      assertEquals(0, lane.channel.len());
    }
  }

  private interface Traffic {
    void run(int capacity);
  }

  private static void atEveryCapacity(int procs, Traffic traffic) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int capacity : CAPACITIES) {
            traffic.run(capacity);
          }
        });
  }

  @EachProcs
  void sendsMeetReceives(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(4, capacity);
          var all = new WaitGroup();
          for (Lane lane : lanes) {
            all.go(() -> sendAll(lane));
            all.go(() -> receiveAll(lane));
          }
          finish(all, lanes);
        });
  }

  @EachProcs
  void sendsMeetASelect(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(4, capacity);
          var all = new WaitGroup();
          lanes.forEach(lane -> all.go(() -> sendAll(lane)));
          all.go(() -> selectAll(lanes, List.of()));
          finish(all, lanes);
        });
  }

  @EachProcs
  void aSelectMeetsReceives(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(4, capacity);
          var all = new WaitGroup();
          lanes.forEach(lane -> all.go(() -> receiveAll(lane)));
          all.go(() -> selectAll(List.of(), lanes));
          finish(all, lanes);
        });
  }

  @EachProcs
  void aSelectMeetsASelect(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(4, capacity);
          var all = new WaitGroup();
          all.go(() -> selectAll(List.of(), lanes));
          all.go(() -> selectAll(lanes, List.of()));
          finish(all, lanes);
        });
  }

  @EachProcs
  void selectsSendAndReceiveAcross(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(8, capacity);
          var all = new WaitGroup();
          all.go(() -> selectAll(lanes.subList(4, 8), lanes.subList(0, 4)));
          all.go(() -> selectAll(lanes.subList(0, 4), lanes.subList(4, 8)));
          finish(all, lanes);
        });
  }

  @EachProcs
  void selectsStandBetweenSendsAndReceives(int procs) throws Exception {
    atEveryCapacity(
        procs,
        capacity -> {
          var lanes = lanes(12, capacity);
          var across = lanes.subList(0, 4);
          var in = lanes.subList(4, 8);
          var out = lanes.subList(8, 12);
          var all = new WaitGroup();
          in.forEach(lane -> all.go(() -> sendAll(lane)));
          out.forEach(lane -> all.go(() -> receiveAll(lane)));
          all.go(() -> selectAll(in, across));
          all.go(() -> selectAll(across, out));
          finish(all, lanes);
        });
  }
}
