package dev.goro.conformance.chan;

import static dev.goro.Select.onRecv;
import static dev.goro.Select.onSend;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.Selected;
import dev.goro.SendChan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every way to write a {@code select} does the one operation that is possible, once, and evaluates
 * its operands in the order in which they stand. Go: {@code test/chan/select5.go}, whose generated
 * program also varies what Go's compiler rewrites; what has no counterpart in Java (assignment to
 * any left-hand side) is left out.
 */
class SelectOperandsTest {
  /** What a select gives that takes its otherwise. */
  private static final String OTHERWISE = "otherwise";

  private interface ReceiveForm {
    Case<?> on(RecvChan<Integer> channel);
  }

  private interface SendForm {
    Case<?> on(SendChan<Integer> channel, int value);
  }

  private static final Map<String, ReceiveForm> RECEIVES =
      Map.of(
          "recv with a function", c -> recv(c, v -> v),
          "recv with value and ok", c -> recv(c, (v, ok) -> ok ? v : -1),
          "recv as data", c -> recv(c),
          "onRecv", c -> onRecv(c, v -> assertEquals(1, v)));

  private static final Map<String, SendForm> SENDS =
      Map.of(
          "send with a function", (c, v) -> send(c, v, () -> v),
          "send as data", (c, v) -> send(c, v),
          "onSend", (c, v) -> onSend(c, v, () -> {}));

  /** Cases that are never ready, which a select may have beside the one that is. */
  private static Map<String, List<Case<?>>> neighbours() {
    Chan<Integer> absent = null;
    Chan<Integer> silent = Chan.make();
    var all = new LinkedHashMap<String, List<Case<?>>>();
    all.put("nothing", List.of());
    all.put("a receive from null", List.of(recv(absent)));
    all.put("a send to null", List.of(send(absent, 5)));
    all.put("a receive that would wait", List.of(recv(silent)));
    all.put("a send that would wait", List.of(send(silent, 5)));
    all.put("all of these", List.of(recv(absent), send(absent, 5), recv(silent), send(silent, 5)));
    return all;
  }

  /** The case alone and with each neighbour before and behind it, with and without otherwise. */
  private static void inEverySurrounding(String form, Supplier<Case<?>> ready, Check check) {
    neighbours()
        .forEach(
            (beside, others) -> {
              for (boolean before : new boolean[] {true, false}) {
                for (boolean withOtherwise : new boolean[] {true, false}) {
                  var cases = new ArrayList<Case<?>>(before ? others : List.of());
                  int place = cases.size();
                  cases.add(ready.get());
                  cases.addAll(before ? List.of() : others);
                  if (withOtherwise) {
                    cases.add(otherwise(() -> OTHERWISE));
                  }
                  Object taken = select(cases);
                  String where = form + (before ? " after " : " before ") + beside;
                  if (taken instanceof Selected s) {
                    assertEquals(place, s.index(), where);
                  }
                  check.taken(taken, where);
                }
              }
            });
  }

  private interface Check {
    void taken(Object result, String where);
  }

  @Test
  void everyFormOfReceiveTakesTheValueOnce() throws Exception {
    onMain(
        () ->
            RECEIVES.forEach(
                (form, receive) -> {
                  Chan<Integer> channel = Chan.make(1);
                  inEverySurrounding(
                      form,
                      () -> {
                        channel.send(1);
                        return receive.on(channel);
                      },
                      (taken, where) -> {
                        assertEquals(0, channel.len(), where);
                        switch (taken) {
                          case null -> assertEquals("onRecv", form);
                          case Selected s -> assertEquals(1, s.value(channel), where);
                          default -> assertEquals(1, taken, where);
                        }
                      });
                }));
  }

  @Test
  void everyFormOfSendSendsTheValueOnce() throws Exception {
    onMain(
        () ->
            SENDS.forEach(
                (form, send) -> {
                  Chan<Integer> channel = Chan.make(2);
                  inEverySurrounding(
                      form,
                      () -> send.on(channel, 1),
                      (taken, where) -> {
                        assertEquals(1, channel.len(), where);
                        assertEquals(1, channel.recv(), where);
                        switch (taken) {
                          case null -> assertEquals("onSend", form);
                          case Selected s -> assertTrue(s.from(channel), where);
                          default -> assertEquals(1, taken, where);
                        }
                      });
                }));
  }

  @Test
  void otherwiseIsTakenWhenNoOtherCaseIsReady() throws Exception {
    onMain(
        () ->
            neighbours()
                .forEach(
                    (beside, others) -> {
                      for (int place = 0; place <= others.size(); place++) {
                        var cases = new ArrayList<Case<?>>(others);
                        cases.add(place, otherwise(() -> OTHERWISE));
                        assertEquals(OTHERWISE, select(cases), beside);
                      }
                    }));
  }

  @Test
  void operandsAreEvaluatedOnceInTheOrderInWhichTheyStand() throws Exception {
    onMain(
        () -> {
          Chan<Integer> ready = Chan.make(1);
          Chan<Integer> silent = Chan.make();
          Chan<Integer> absent = null;
          for (int round = 0; round < 4; round++) {
            var trace = new Trace();
            boolean receives = round % 2 == 0;
            if (receives) {
              ready.send(1);
            }
            select(
                recv(trace.see("first", silent)),
                send(trace.see("second", absent), trace.see("third", 5)),
                receives
                    ? recv(trace.see("fourth", ready))
                    : send(trace.see("fourth", ready), trace.see("fifth", 1)),
                recv(trace.see("last", absent)));
            List<String> expected =
                receives
                    ? List.of("first", "second", "third", "fourth", "last")
                    : List.of("first", "second", "third", "fourth", "fifth", "last");
            assertEquals(expected, trace.seen);
            if (!receives) {
              assertEquals(1, ready.recv());
            }
          }
        });
  }

  @Test
  void casesMadeOnceServeManySelects() throws Exception {
    onMain(
        () -> {
          Chan<Integer> channel = Chan.make(1);
          var give = send(channel, 1, () -> "sent");
          var take = recv(channel, v -> "received " + v);
          for (int i = 0; i < 100; i++) {
            assertEquals("sent", select(give, take));
            assertEquals("received 1", select(give, take));
          }
        });
  }

  private static final class Trace {
    final List<String> seen = new ArrayList<>();

    <V> V see(String what, V operand) {
      seen.add(what);
      return operand;
    }
  }
}
