package dev.goro.behaviour.select;

import static dev.goro.Select.after;
import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.SendChan;
import dev.goro.behaviour.Runner;
import dev.goro.behaviour.Runner.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which case a {@code select} takes, and what it leaves alone. */
class SelectTest {
  private static final Duration HOUR = ofHours(1);

  @Test
  void aReadyReceiveIsTaken() {
    Chan<String> a = Chan.make(1);
    Chan<String> b = Chan.make(1);
    b.send("v");
    assertEquals("b v", select(recv(a, v -> "a " + v), recv(b, v -> "b " + v)));
    assertEquals(0, b.len());
  }

  @Test
  void aReadySendIsTaken() {
    Chan<String> full = Chan.make();
    Chan<String> roomy = Chan.make(1);
    assertEquals("roomy", select(send(full, "x", () -> "full"), send(roomy, "y", () -> "roomy")));
    assertEquals("y", roomy.recv());
  }

  @Test
  void otherwiseIsTakenOnlyIfNothingIsReady() {
    Chan<Integer> c = Chan.make(1);
    for (int i = 0; i < 100; i++) {
      assertEquals("none", select(recv(c, v -> "got"), otherwise(() -> "none")));
      c.send(i);
      assertEquals("got", select(otherwise(() -> "none"), recv(c, v -> "got")));
      assertEquals("sent", select(otherwise(() -> "none"), send(c, i, () -> "sent")));
      assertEquals("none", select(send(c, i, () -> "sent"), otherwise(() -> "none")));
      c.recv();
    }
  }

  @Test
  void otherwiseAloneIsTaken() {
    assertEquals(1, (int) select(otherwise(() -> 1)));
  }

  @Test
  void otherwiseIsTakenBeforeATimeout() {
    assertEquals("none", select(after(HOUR, () -> "late"), otherwise(() -> "none")));
  }

  @Test
  void moreThanOneOtherwiseIsRefused() {
    Chan<Integer> c = Chan.make(1);
    c.send(1);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> select(otherwise(() -> 1), recv(c, v -> 2), otherwise(() -> 3)));
    assertTrue(e.getMessage().contains("otherwise"), e::getMessage);
    assertEquals(1, c.len(), "a refused select has no effect");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withoutAReadyCaseItWaitsForAReceive(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          var selecting =
              Runner.start(kind, () -> select(recv(a, v -> "a " + v), recv(b, v -> "b " + v)))
                  .awaitParked();
          b.send(1);
          assertEquals("b 1", selecting.result());
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withoutAReadyCaseItWaitsForASend(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          var selecting =
              Runner.start(kind, () -> select(send(a, 1, () -> "a"), send(b, 2, () -> "b")))
                  .awaitParked();
          assertEquals(2, b.recv());
          assertEquals("b", selecting.result());
          assertEquals(Optional.empty(), a.tryRecv());
        });
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void itWaitsForACloseToo(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make(2);
          var selecting =
              Runner.start(
                      kind,
                      () -> select(recv(a, v -> "a"), recv(b, (v, ok) -> "b " + v + " " + ok)))
                  .awaitParked();
          b.close();
          assertEquals("b null false", selecting.result());
        });
  }

  @Test
  void aNullChannelIsNeverReady() {
    Chan<Integer> c = Chan.make(1);
    RecvChan<Integer> noReceive = null;
    SendChan<Integer> noSend = null;
    for (int i = 0; i < 50; i++) {
      c.send(i);
      int expected = i;
      assertEquals(
          expected,
          (int)
              select(
                  recv(noReceive, v -> -1),
                  send(noSend, 5, () -> -2),
                  send(noSend, null, () -> -3),
                  recv(c, v -> v)));
    }
    assertEquals(
        "none",
        select(
            recv(noReceive, v -> "receive"),
            send(noSend, 5, () -> "send"),
            otherwise(() -> "none")));
    assertEquals("late", select(recv(noReceive, v -> "receive"), after(ofMillis(1), () -> "late")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withoutCasesItWaitsForEver(Kind kind) throws Exception {
    onMain(
        () -> {
          RecvChan<Integer> none = null;
          List<Case<Integer>> noCases = List.of();
          var waiting =
              List.of(
                  Runner.start(kind, () -> select()).awaitParked(),
                  Runner.start(kind, () -> select(noCases)).awaitParked(),
                  Runner.start(kind, () -> select(recv(none, v -> v))).awaitParked());
          for (var selecting : waiting) {
            selecting.interrupt();
            var e = selecting.failure(dev.goro.InterruptedOperationException.class);
            assertTrue(e.getMessage().contains("select"), e::getMessage);
          }
        });
  }

  @Test
  void casesCanBePutTogetherAtRunTime() throws Exception {
    onMain(
        () -> {
          int n = 1_000;
          var channels = new ArrayList<Chan<Integer>>();
          var cases = new ArrayList<Case<Integer>>();
          for (int i = 0; i < n; i++) {
            int place = i;
            Chan<Integer> c = Chan.make();
            channels.add(c);
            cases.add(recv(c, v -> place * 10 + v));
          }
          for (int place : new int[] {0, 1, 500, n - 2, n - 1}) {
            var selecting = Runner.start(() -> select(cases)).awaitParked();
            channels.get(place).send(7);
            assertEquals(place * 10 + 7, selecting.result());
          }
          for (var c : channels) {
            assertFalse(c.trySend(1), "no waiter is left behind");
          }
        });
  }

  @Test
  void aListOfCasesOfDifferentKinds() {
    Chan<Integer> in = Chan.make(1);
    Chan<String> out = Chan.make();
    List<Case<? extends CharSequence>> cases =
        List.of(
            recv(in, v -> new StringBuilder("got ").append(v)),
            send(out, "x", () -> "sent"),
            after(ofMillis(1), () -> "late"));
    CharSequence result = select(cases);
    assertEquals("late", result.toString());
    in.send(3);
    result = select(cases.subList(0, 2));
    assertEquals("got 3", result.toString());
  }

  @Test
  void theCasesNotTakenLeaveNoTrace() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          Chan<Integer> c = Chan.make();
          for (int i = 0; i < 100; i++) {
            var selecting =
                Runner.start(
                        () ->
                            select(
                                recv(a, v -> "a"),
                                send(b, 1, () -> "b"),
                                recv(c, v -> "c"),
                                after(HOUR, () -> "late")))
                    .awaitParked();
            switch (i % 3) {
              case 0 -> a.send(1);
              case 1 -> assertEquals(1, b.recv());
              default -> c.send(1);
            }
            selecting.result();
            assertFalse(a.trySend(2));
            assertFalse(c.trySend(2));
            assertEquals(Optional.empty(), b.tryRecv());
          }
        });
  }

  /** The first partner takes the select; the second finds it gone. */
  @Test
  void itTakesExactlyOneCase() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          for (int i = 0; i < 500; i++) {
            var selecting = Runner.start(() -> select(recv(a, v -> "a"), recv(b, v -> "b")));
            selecting.awaitParked();
            var sendA = Runner.start(() -> a.trySend(1));
            var sendB = Runner.start(() -> b.trySend(1));
            boolean sentA = sendA.result();
            boolean sentB = sendB.result();
            assertTrue(sentA != sentB, "exactly one of the two met the select");
            assertEquals(sentA ? "a" : "b", selecting.result());
          }
        });
  }

  @Test
  void aChannelMayStandInSeveralCases() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          int[] taken = new int[2];
          for (int i = 0; i < 400; i++) {
            c.send(i);
            taken[select(recv(c, v -> 0), recv(c, v -> 1))]++;
            assertEquals(0, c.len());
          }
          assertTrue(taken[0] > 0 && taken[1] > 0, "both cases have their chance");

          Chan<Integer> d = Chan.make();
          var receiving =
              Runner.start(() -> select(recv(d, v -> v), recv(d, v -> v))).awaitParked();
          d.send(5);
          assertEquals(5, receiving.result());
          assertFalse(d.trySend(6));
          var sending = Runner.start(() -> select(send(d, 1), send(d, 2))).awaitParked();
          int got = d.recv();
          assertEquals(got - 1, sending.result().index());
          assertEquals(Optional.empty(), d.tryRecv());
        });
  }

  @Test
  void aSelectNeverMeetsItself() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          assertEquals(
              "none", select(send(c, 1, () -> "s"), recv(c, v -> "r"), otherwise(() -> "none")));
          assertEquals(
              "late",
              select(send(c, 1, () -> "s"), recv(c, v -> "r"), after(ofMillis(20), () -> "late")));
          // Two of them meet each other.
          for (int i = 0; i < 200; i++) {
            var one = Runner.start(() -> select(send(c, 1, () -> "s"), recv(c, v -> "r " + v)));
            var two = select(send(c, 2, () -> "s"), recv(c, v -> "r " + v));
            var both = List.of(one.result(), two);
            assertTrue(
                both.equals(List.of("s", "r 1")) || both.equals(List.of("r 2", "s")),
                both::toString);
          }
        });
  }

  @Test
  void aFullBufferThatItCouldEmptyItself() {
    Chan<Integer> c = Chan.make(1);
    c.send(1);
    assertEquals("r 1", select(send(c, 2, () -> "s"), recv(c, v -> "r " + v)));
    assertEquals("s", select(send(c, 2, () -> "s"), recv(c, v -> "r " + v)));
    assertEquals(2, c.recv());
  }

  @Test
  void aSendCaseOnAClosedChannelIsAnError() throws Exception {
    onMain(
        () -> {
          Chan<Integer> closed = Chan.make(1);
          closed.close();
          assertSendOnClosed(() -> select(send(closed, 1), otherwise()));
          assertSendOnClosed(() -> select(send(closed, 1, () -> "sent")));
          assertSendOnClosed(() -> select(send(closed, 1), recv(Chan.make())));

          Chan<Integer> open = Chan.make();
          Chan<Integer> other = Chan.make();
          var selecting = Runner.start(() -> select(send(open, 1), recv(other))).awaitParked();
          open.close();
          assertEquals(
              "send on closed channel",
              selecting.failure(ChannelClosedException.class).getMessage());
          assertFalse(other.trySend(1), "no waiter is left behind");
        });
  }

  private static void assertSendOnClosed(Runnable select) {
    var e = assertThrows(ChannelClosedException.class, select::run);
    assertEquals("send on closed channel", e.getMessage());
  }

  /** Both are ready: the receive of the closed channel, and the send that is an error. */
  @Test
  void aClosedSendCaseHasItsChanceAmongTheReady() {
    Chan<Integer> closed = Chan.make();
    closed.close();
    int received = 0;
    int failed = 0;
    for (int i = 0; i < 400; i++) {
      try {
        select(recv(closed, v -> v), send(closed, 1, () -> 1));
        received++;
      } catch (ChannelClosedException e) {
        failed++;
      }
    }
    assertTrue(received > 0 && failed > 0, received + " and " + failed);
  }

  @Test
  void aTimeoutComesNoSoonerThanItsTime() {
    Chan<Integer> never = Chan.make();
    long start = System.nanoTime();
    assertEquals("late", select(recv(never, v -> "got"), after(ofMillis(30), () -> "late")));
    long took = System.nanoTime() - start;
    assertTrue(took >= ofMillis(30).toNanos(), () -> took + " ns");
  }

  @Test
  void aTimeoutOfZeroOrLessIsReadyAtOnce() {
    Chan<Integer> never = Chan.make();
    for (var none : List.of(Duration.ZERO, ofMillis(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
      assertEquals("late", select(recv(never, v -> "got"), after(none, () -> "late")));
    }
  }

  @Test
  void aTimeoutOfZeroIsNotPreferredToOtherReadyCases() {
    Chan<Integer> c = Chan.make(1);
    int got = 0;
    int late = 0;
    for (int i = 0; i < 400; i++) {
      c.trySend(i);
      if (select(recv(c, v -> true), after(Duration.ZERO, () -> false))) {
        got++;
      } else {
        late++;
      }
    }
    assertTrue(got > 0 && late > 0, got + " and " + late);
  }

  @Test
  void theShortestOfSeveralTimeoutsIsTaken() {
    assertEquals(
        "short",
        select(
            after(HOUR, () -> "long"), after(ofMillis(5), () -> "short"), after(HOUR, () -> "")));
  }

  @Test
  void theLongestTimeoutDoesNotOverflow() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make();
          var selecting =
              Runner.start(
                      () ->
                          select(
                              recv(c, v -> "got"),
                              after(Duration.ofSeconds(Long.MAX_VALUE), () -> "late")))
                  .awaitParked();
          c.send(1);
          assertEquals("got", selecting.result());
        });
  }

  @Test
  void aMissingTimeoutOrActionIsRefused() {
    Chan<Integer> c = Chan.make(1);
    assertThrows(NullPointerException.class, () -> after(null, () -> 1));
    assertThrows(NullPointerException.class, () -> after(null));
    assertThrows(
        NullPointerException.class, () -> select(recv(c), (Case<Selected>) null, otherwise()));
    assertThrows(NullPointerException.class, () -> select((List<Case<Integer>>) null));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theActionRunsOnTheCallerAfterTheOperation(Kind kind) throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          var runner =
              Runner.start(
                  kind,
                  () -> {
                    long id = Go.goid();
                    var thread = Thread.currentThread();
                    return select(
                        send(
                            c,
                            1,
                            () ->
                                id == Go.goid()
                                    && thread == Thread.currentThread()
                                    && c.len() == 1
                                    && c.recv() == 1));
                  });
          assertTrue(runner.result());
        });
  }

  /**
   * No lock is held, and the select is over: its action may use the same channels, also in another
   * select.
   */
  @Test
  void anActionMayUseTheSameChannels() throws Exception {
    onMain(
        () -> {
          Chan<Integer> c = Chan.make(1);
          Chan<Integer> d = Chan.make(1);
          c.send(1);
          String result =
              select(
                  recv(
                      c,
                      v -> {
                        c.send(v + 1);
                        return select(recv(c, w -> "inner " + w), recv(d, w -> "d"));
                      }),
                  recv(d, v -> "d"));
          assertEquals("inner 2", result);
        });
  }

  @Test
  void whatTheActionThrowsLeavesTheSelect() {
    Chan<Integer> c = Chan.make(2);
    c.send(1);
    c.send(2);
    var e =
        assertThrows(
            IllegalStateException.class,
            () ->
                select(
                    recv(
                        c,
                        v -> {
                          throw new IllegalStateException("no " + v);
                        })));
    assertEquals("no 1", e.getMessage());
    assertEquals(1, c.len(), "the receive has taken effect");
    assertEquals(2, c.recv());
  }

  @Test
  void aPairOfSelectsThatNeedEachOtherMeet() throws Exception {
    onMain(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          int rounds = 2_000;
          var other =
              Runner.start(
                  () -> {
                    int got = 0;
                    for (int i = 0; i < rounds; i++) {
                      got += select(recv(a, v -> v), recv(b, v -> v));
                    }
                    return got;
                  });
          int sent = 0;
          for (int i = 0; i < rounds; i++) {
            sent += select(send(a, 1, () -> 1), send(b, 2, () -> 2));
          }
          assertEquals(sent, other.result());
        });
  }

  @Test
  void formsWithoutAResult() {
    Chan<String> c = Chan.make(1);
    var seen = new ArrayList<String>();
    assertNull(select(onSend(c, "x", () -> seen.add("sent"))));
    assertNull(select(onRecv(c, v -> seen.add("got " + v))));
    c.close();
    assertNull(select(onRecv(c, v -> seen.add("closed " + v))));
    assertEquals(List.of("sent", "got x", "closed null"), seen);
  }

  @Test
  void asManyCasesAsGoAllows() throws Exception {
    onMain(
        () -> {
          Chan<Integer> never = Chan.make();
          Chan<Integer> last = Chan.make();
          List<Case<Selected>> cases = new ArrayList<>();
          for (int i = 1; i < 1 << 16; i++) {
            cases.add(recv(never));
          }
          cases.add(recv(last));
          Go.go(() -> last.send(7));
          Selected selected = select(cases);
          assertEquals((1 << 16) - 1, selected.index());
          assertEquals(7, selected.value(last));

          cases.add(recv(last));
          var e = assertThrows(IllegalArgumentException.class, () -> select(cases));
          assertEquals("a select has at most 65536 cases, not 65537", e.getMessage());
        });
  }
}
