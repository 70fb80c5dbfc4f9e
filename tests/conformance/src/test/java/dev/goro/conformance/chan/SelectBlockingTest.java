package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Go;
import dev.goro.Received;
import dev.goro.Task;
import dev.goro.conformance.EachProcs;
import dev.goro.testing.Parked;
import java.util.concurrent.CountDownLatch;

/**
 * Which operations and selects wait, which do not, and which fail, on absent, empty, full, ready
 * and closed channels. Go: {@code test/chan/select3.go}.
 */
class SelectBlockingTest {
  private static final Chan<Integer> ABSENT = null;

  @EachProcs
  void whatWaits(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> empty = Chan.make();
          Chan<Integer> buffered = Chan.make(2);
          Chan<Integer> full = Chan.make(1);
          full.send(1);

          waits(empty::recv);
          waits(empty::receive);
          waits(() -> empty.send(7));
          waits(buffered::recv);
          waits(() -> full.send(7));

          waits(() -> select());
          waits(() -> select(recv(ABSENT)));
          waits(() -> select(send(ABSENT, 7)));
          waits(() -> select(recv(ABSENT), send(ABSENT, 7)));
          waits(() -> select(recv(empty)));
          waits(() -> select(send(empty, 7)));
          waits(() -> select(send(full, 7)));
          waits(() -> select(recv(empty), recv(ABSENT), recv(buffered), send(full, 7)));

          assertEquals(0, empty.len());
          assertEquals(0, buffered.len());
          assertEquals(1, full.recv());
        });
  }

  @EachProcs
  void aSelectDoesNotMeetItself(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> both = Chan.make();
          waits(() -> select(send(both, 1), recv(both)));
          waits(() -> select(recv(both), send(both, 1), recv(both), send(both, 2)));
        });
  }

  @EachProcs
  void whatDoesNotWait(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          returns(() -> Chan.<Integer>make(1).send(7));

          returns(() -> select(otherwise()));
          returns(() -> select(onRecv(ABSENT, v -> fail()), otherwise(() -> null)));
          returns(() -> select(onSend(ABSENT, 7, () -> fail()), otherwise(() -> null)));
          returns(() -> select(onRecv(Chan.<Integer>make(), v -> fail()), otherwise(() -> null)));
          returns(
              () -> select(onSend(Chan.<Integer>make(), 7, () -> fail()), otherwise(() -> null)));

          returns(
              () -> {
                Chan<Integer> room = Chan.make(1);
                select(onSend(room, 7, () -> {}), otherwise(() -> fail("there was room")));
                assertEquals(1, room.len());
              });
          returns(
              () -> {
                Chan<Integer> filled = Chan.make(1);
                filled.send(7);
                int got = select(recv(filled, v -> v), otherwise(() -> fail("a value was there")));
                assertEquals(7, got);
              });
        });
  }

  @EachProcs
  void aClosedChannelIsReadyToReceiveAndFailsToSend(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          Chan<Integer> closed = Chan.make();
          closed.close();
          returns(
              () -> {
                for (int i = 0; i < 10; i++) {
                  assertNull(closed.recv());
                  assertEquals(new Received<Integer>(null, false), closed.receive());
                }
              });
          returns(() -> assertFalse(select(recv(closed)).ok()));
          returns(() -> select(onRecv(closed, v -> assertNull(v))));
          returns(() -> assertEquals(false, select(recv(closed, (v, ok) -> ok))));
          returns(
              () ->
                  assertEquals(
                      false, select(recv(closed, (v, ok) -> ok), recv(ABSENT, v -> fail()))));

          assertThrows(ChannelClosedException.class, () -> closed.send(7));
          assertThrows(ChannelClosedException.class, () -> select(send(closed, 7)));
          assertThrows(ChannelClosedException.class, () -> select(send(closed, 7), otherwise()));
        });
  }

  /**
   * The task parks, is still parked when others have had their turns, and can be interrupted there.
   */
  private static void waits(Task task) throws Exception {
    var parked = Parked.in(task);
    for (int i = 0; i < 10; i++) {
      Go.gosched();
    }
    parked.assertWaiting();
    parked.interrupt();
  }

  private static void returns(Task task) throws Exception {
    var done = new CountDownLatch(1);
    Go.go(
        () -> {
          task.run();
          done.countDown();
        });
    done.await();
  }
}
