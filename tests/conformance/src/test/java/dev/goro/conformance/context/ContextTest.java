package dev.goro.conformance.context;

import static dev.goro.Go.go;
import static dev.goro.testing.Goroutines.onMain;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.RecvChan;
import dev.goro.conformance.EachProcs;
import dev.goro.context.CancelContext;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.Context.Key;
import dev.goro.context.ContextException;
import dev.goro.context.DeadlineExceeded;
import dev.goro.sync.WaitGroup;
import dev.goro.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Go: {@code src/context/x_test.go} and {@code net_test.go}. */
class ContextTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1_000);

  private static boolean isDone(Context c) {
    return c.done() != null && c.done().tryRecv().isPresent();
  }

  private static void assertEnded(Class<? extends ContextException> how, Context c) {
    assertTrue(isDone(c), () -> c + " should be done");
    assertInstanceOf(how, c.err().orElseThrow(), c::toString);
  }

  private static void assertAlive(Context c) {
    assertFalse(isDone(c), () -> c + " should not be done");
    assertEquals(Optional.empty(), c.err());
  }

  /** Waits for the end, and says how it came about. */
  private static void assertEnds(Class<? extends ContextException> how, Context c) {
    c.done().recv();
    assertEnded(how, c);
  }

  // ---- roots

  @Test
  void theBackgroundNeverEnds() {
    var c = Context.background();
    assertNull(c.done());
    assertAlive(c);
    assertEquals("context.Background", c.toString());
  }

  @Test
  void theTodoNeverEnds() {
    var c = Context.todo();
    assertNull(c.done());
    assertAlive(c);
    assertEquals("context.TODO", c.toString());
  }

  // ---- ends

  @Test
  void aCancelEndsTheContextAndAllThatAreMadeFromItAtOnce() throws Exception {
    onMain(
        () -> {
          var c1 = Context.withCancel(Context.background());
          assertEquals("context.Background.WithCancel", c1.toString());
          var own = new Wrapped(c1);
          var c2 = Context.withCancel(own);
          for (Context c : List.of(c1, own, c2)) {
            assertAlive(c);
          }
          c1.cancel();
          for (Context c : List.of(c1, own, c2)) {
            assertEnded(Canceled.class, c);
          }
        });
  }

  @Test
  void aDeadlineEndsTheContext() throws Exception {
    onMain(
        () -> {
          Supplier<Instant> soon = () -> Instant.now().plus(SHORT);
          var c = Context.withDeadline(Context.background(), soon.get());
          assertTrue(c.toString().startsWith("context.Background.WithDeadline("), c::toString);
          assertEnds(DeadlineExceeded.class, c);
          assertEnds(
              DeadlineExceeded.class,
              new Wrapped(Context.withDeadline(Context.background(), soon.get())));
          var own = new Wrapped(Context.withDeadline(Context.background(), soon.get()));
          assertEnds(DeadlineExceeded.class, Context.withDeadline(own, Instant.now().plus(LONG)));
          assertEnded(
              DeadlineExceeded.class,
              Context.withDeadline(Context.background(), Instant.now().minus(SHORT)));
          assertEnded(
              DeadlineExceeded.class, Context.withDeadline(Context.background(), Instant.now()));
        });
  }

  @Test
  void aTimeoutEndsTheContext() throws Exception {
    onMain(
        () -> {
          var c = Context.withTimeout(Context.background(), SHORT);
          assertTrue(c.toString().startsWith("context.Background.WithDeadline("), c::toString);
          assertEnds(DeadlineExceeded.class, c);
          assertEnds(
              DeadlineExceeded.class,
              new Wrapped(Context.withTimeout(Context.background(), SHORT)));
          var own = new Wrapped(Context.withTimeout(Context.background(), SHORT));
          assertEnds(DeadlineExceeded.class, Context.withTimeout(own, LONG));
        });
  }

  @Test
  void aTimeoutThatIsCanceledIsCanceledAtOnce() throws Exception {
    onMain(
        () -> {
          try (var parent = Context.withTimeout(Context.background(), LONG)) {
            var c = Context.withTimeout(new Wrapped(parent), LONG);
            c.cancel();
            assertEnded(Canceled.class, c);
            assertAlive(parent);
          }
        });
  }

  @Test
  void anEndByTimeIsToldByItsType() throws Exception {
    onMain(
        () -> {
          try (var c = Context.withTimeout(Context.background(), Duration.ZERO)) {
            var told = assertThrows(ContextException.class, c::check);
            assertInstanceOf(DeadlineExceeded.class, told);
            assertEquals("context deadline exceeded", told.getMessage());
          }
          var c = Context.withCancel(Context.background());
          c.cancel();
          var told = assertThrows(ContextException.class, c::check);
          assertInstanceOf(Canceled.class, told);
          assertEquals("context canceled", told.getMessage());
        });
  }

  // ---- values

  private static void assertValues(
      Context c, Map<Key<String>, String> expected, List<Key<String>> all) {
    for (Key<String> key : all) {
      assertEquals(Optional.ofNullable(expected.get(key)), c.value(key), c + " for " + key);
    }
  }

  @Test
  void theNearestValueOfAKeyIsSeen() {
    Key<String> k1 = Key.of("k");
    Key<String> k2 = Key.of("k"); // of the same name, and yet another
    Key<String> k3 = Key.of("k3");
    var all = List.of(k1, k2, k3);
    var c0 = Context.background();
    assertValues(c0, Map.of(), all);
    var c1 = Context.withValue(c0, k1, "c1k1");
    assertValues(c1, Map.of(k1, "c1k1"), all);
    assertEquals("context.Background.WithValue(k, c1k1)", c1.toString());
    var c2 = Context.withValue(c1, k2, "c2k2");
    assertValues(c2, Map.of(k1, "c1k1", k2, "c2k2"), all);
    var c3 = Context.withValue(c2, k3, "c3k3");
    assertValues(c3, Map.of(k1, "c1k1", k2, "c2k2", k3, "c3k3"), all);
    var c4 = Context.withValue(c3, k1, null);
    assertValues(c4, Map.of(k2, "c2k2", k3, "c3k3"), all);
    assertEquals(
        "context.Background.WithValue(k, c1k1).WithValue(k, c2k2).WithValue(k3, c3k3)"
            + ".WithValue(k, null)",
        c4.toString());
    assertValues(new Wrapped(c0), Map.of(), all);
    var o1 = new Wrapped(c1);
    var o2 = Context.withValue(o1, k2, "o2k2");
    assertValues(o2, Map.of(k1, "c1k1", k2, "o2k2"), all);
    var o3 = new Wrapped(c4);
    assertValues(o3, Map.of(k2, "c2k2", k3, "c3k3"), all);
    var o4 = Context.withValue(o3, k3, null);
    assertValues(o4, Map.of(k2, "c2k2"), all);
  }

  @Test
  void aNullKeyIsRefused() {
    var e =
        assertThrows(
            NullPointerException.class,
            () -> Context.withValue(Context.background(), null, "value"));
    assertTrue(e.getMessage().contains("key"), e::getMessage);
  }

  @Test
  void aNullParentIsRefused() {
    var now = Instant.now();
    assertThrows(NullPointerException.class, () -> Context.withCancel(null));
    assertThrows(NullPointerException.class, () -> Context.withDeadline(null, now));
    assertThrows(NullPointerException.class, () -> Context.withTimeout(null, SHORT));
    assertThrows(NullPointerException.class, () -> Context.withValue(null, Key.of("k"), "v"));
    assertThrows(NullPointerException.class, () -> Context.withoutCancel(null));
  }

  @Test
  void withoutCancelKeepsTheValuesAlone() throws Exception {
    onMain(
        () -> {
          Key<String> key = Key.of("key");
          try (var parent =
              Context.withTimeout(
                  Context.withValue(Context.background(), key, "value"), Duration.ZERO)) {
            var c = Context.withoutCancel(parent);
            assertEquals(Optional.empty(), c.deadline());
            assertNull(c.done());
            assertEquals(Optional.empty(), c.err());
            assertEquals(Optional.empty(), c.cause());
            assertEquals(Optional.of("value"), c.value(key));
            assertTrue(c.toString().endsWith(".WithoutCancel"), c::toString);
            try (var child = Context.withCancel(c)) {
              assertAlive(child);
            }
          }
        });
  }

  // ---- many at once

  @EachProcs
  void manyCancelsAtOnceEndTheWholeTree(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          List<CancelContext> tree = new ArrayList<>();
          tree.add(Context.withCancel(Context.background()));
          for (int parent = 0; tree.size() < 100; parent++) {
            for (int i = 0; i < 4; i++) {
              tree.add(Context.withCancel(tree.get(parent)));
            }
          }
          var cancels = new ArrayList<>(tree);
          Collections.shuffle(cancels, new Random(1));
          var canceling = new WaitGroup();
          cancels.forEach(c -> canceling.go(c::cancel));
          tree.forEach(c -> assertEnds(Canceled.class, c));
          canceling.await();
        });
  }

  @EachProcs
  void aChildThatIsCanceledSinceItsParentHasEndedDoesNotHang(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          var parent = Context.withCancel(Context.background());
          var child = Context.withCancel(parent);
          go(
              () -> {
                parent.done().recv();
                child.cancel();
              });
          parent.cancel();
          assertEnds(Canceled.class, child);
        });
  }

  /** Contexts of all kinds one on the other, and one of them is ended. */
  private static void layers(boolean byTime, long seed) {
    var random = new Random(seed);
    Map<Key<Object>, Object> values = new LinkedHashMap<>();
    List<CancelContext> cancelable = new ArrayList<>();
    Context top = Context.background();
    for (int i = 0; i < 30 || values.isEmpty() || cancelable.size() < 2; i++) {
      switch (i < 3 ? i : random.nextInt(3)) {
        case 0 -> {
          Key<Object> key = Key.of("layer " + i);
          var value = new Object();
          values.put(key, value);
          top = Context.withValue(top, key, value);
        }
        case 1 -> {
          var c = Context.withCancel(top);
          cancelable.add(c);
          top = c;
        }
        default -> {
          var c = Context.withTimeout(top, byTime ? SHORT : LONG);
          cancelable.add(c);
          top = c;
        }
      }
    }
    Context last = top;
    assertTrue(last.toString().startsWith("context.Background."), last::toString);
    values.forEach((key, value) -> assertSame(value, last.value(key).orElseThrow()));
    if (byTime) {
      assertEnds(DeadlineExceeded.class, last);
    } else {
      assertAlive(last);
      cancelable.get(random.nextInt(cancelable.size())).cancel();
      assertEnded(Canceled.class, last);
    }
    values.forEach((key, value) -> assertSame(value, last.value(key).orElseThrow()));
    cancelable.forEach(CancelContext::close);
  }

  @Test
  void aCancelOfAnyLayerEndsTheTop() throws Exception {
    onMain(
        () -> {
          for (int seed = 0; seed < 50; seed++) {
            layers(false, seed);
          }
        });
  }

  @Test
  void aTimeoutOfAnyLayerEndsTheTop() throws Exception {
    onMain(
        () -> {
          for (int seed = 0; seed < 50; seed++) {
            layers(true, seed);
          }
        });
  }

  @Test
  void whatIsMadeFromACanceledContextIsCanceledForItsCause() throws Exception {
    onMain(
        () -> {
          var cause = new Exception("Because!");
          var parent = Context.withCancel(Context.background());
          parent.cancel(cause);
          var c = Context.withCancel(parent);
          assertEnded(Canceled.class, c);
          assertEquals(Optional.of(cause), c.cause());
        });
  }

  @EachProcs
  void whatIsMadeFromAContextThatIsJustCanceledIsCanceled(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            var cause = new Exception("Because!");
            var parent = Context.withCancel(Context.background());
            go(() -> parent.cancel(cause));
            var c = Context.withCancel(parent);
            assertEnds(Canceled.class, c);
            assertEquals(Optional.of(cause), c.cause());
          }
        });
  }

  @EachProcs
  void thereIsNoErrorBeforeTheChannelIsClosed(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 500; i++) {
            var c = Context.withCancel(Context.background());
            RecvChan<Void> done = c.done();
            go(c::cancel);
            while (c.err().isEmpty()) {
              Go.gosched();
            }
            assertTrue(done.tryRecv().isPresent());
          }
        });
  }

  // ---- causes

  private record Ending(Context context, Class<? extends ContextException> err, Throwable cause) {}

  @Test
  void theFirstEndSetsTheCause() throws Exception {
    onMain(
        () -> {
          var parentCause = new Exception("parent");
          var childCause = new Exception("child");
          var tooSlow = new Exception("too slow");
          var early = new Exception("finished early");
          Map<String, Ending> all = new LinkedHashMap<>();
          all.put("background", new Ending(Context.background(), null, null));
          all.put("todo", new Ending(Context.todo(), null, null));
          {
            var c = Context.withCancel(Context.background());
            c.cancel();
            all.put("cancel", new Ending(c, Canceled.class, c.err().orElseThrow()));
          }
          {
            var c = Context.withCancel(Context.background());
            c.cancel(parentCause);
            all.put("cancel with a cause", new Ending(c, Canceled.class, parentCause));
          }
          {
            var c = Context.withCancel(Context.background());
            c.cancel(null);
            all.put("cancel with null", new Ending(c, Canceled.class, c.err().orElseThrow()));
          }
          for (boolean parentFirst : new boolean[] {true, false}) {
            for (Throwable ofParent : new Throwable[] {parentCause, null}) {
              for (Throwable ofChild : new Throwable[] {childCause, null}) {
                var parent = Context.withCancel(Context.background());
                var child = Context.withCancel(parent);
                if (parentFirst) {
                  parent.cancel(ofParent);
                  child.cancel(ofChild);
                } else {
                  child.cancel(ofChild);
                  parent.cancel(ofParent);
                }
                Throwable first = parentFirst ? ofParent : ofChild;
                all.put(
                    "parent first " + parentFirst + ": " + ofParent + ", " + ofChild,
                    new Ending(
                        child, Canceled.class, first == null ? child.err().orElseThrow() : first));
              }
            }
          }
          {
            var c = Context.withTimeout(Context.background(), Duration.ZERO);
            c.cancel();
            all.put("timeout", new Ending(c, DeadlineExceeded.class, c.err().orElseThrow()));
          }
          {
            var c = Context.withTimeout(Context.background(), LONG);
            c.cancel();
            all.put("timeout canceled", new Ending(c, Canceled.class, c.err().orElseThrow()));
          }
          {
            var c = Context.withTimeout(Context.background(), Duration.ZERO, tooSlow);
            c.cancel();
            all.put("timeout with a cause", new Ending(c, DeadlineExceeded.class, tooSlow));
          }
          {
            var c = Context.withTimeout(Context.background(), LONG, tooSlow);
            c.cancel();
            all.put(
                "timeout with a cause, canceled",
                new Ending(c, Canceled.class, c.err().orElseThrow()));
          }
          {
            var parent = Context.withCancel(Context.background());
            var c = Context.withTimeout(parent, Duration.ZERO, tooSlow);
            parent.cancel(early);
            all.put("timeout before its parent", new Ending(c, DeadlineExceeded.class, tooSlow));
          }
          {
            var parent = Context.withCancel(Context.background());
            var c = Context.withTimeout(parent, LONG, tooSlow);
            parent.cancel(early);
            all.put("timeout after its parent", new Ending(c, Canceled.class, early));
          }
          {
            all.put(
                "without cancel",
                new Ending(Context.withoutCancel(Context.background()), null, null));
            var parent = Context.withCancel(Context.background());
            var c = Context.withoutCancel(parent);
            parent.cancel(early);
            all.put("without cancel of a canceled one", new Ending(c, null, null));
            var timed = Context.withTimeout(Context.background(), Duration.ZERO, tooSlow);
            all.put(
                "without cancel of a timeout",
                new Ending(Context.withoutCancel(timed), null, null));
          }
          {
            var parent = Context.withCancel(Context.background());
            var own = OwnContext.endingWith(parent);
            own.cancel();
            all.put(
                "own, its parent alive", new Ending(own, Canceled.class, own.err().orElseThrow()));
          }
          {
            var parent = Context.withCancel(Context.background());
            var own = OwnContext.endingWith(parent);
            parent.cancel(parentCause);
            own.done().recv();
            own.cancel();
            all.put("own, ended by its parent", new Ending(own, Canceled.class, parentCause));
          }
          {
            var parent = Context.withCancel(Context.background());
            var own = OwnContext.endingWith(parent);
            own.cancel();
            parent.cancel(parentCause);
            // As in Go: which of the two was first cannot be told.
            all.put("own, before its parent", new Ending(own, Canceled.class, parentCause));
          }
          all.forEach(
              (name, ending) -> {
                assertEquals(
                    ending.err, ending.context.err().map(Object::getClass).orElse(null), name);
                assertSame(ending.cause, ending.context.cause().orElse(null), name);
              });
        });
  }

  @EachProcs
  void theCauseIsThereAsSoonAsTheEnd(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          for (int i = 0; i < 200; i++) {
            var cause = new Exception("race");
            var c = Context.withCancel(Context.background());
            go(() -> c.cancel(cause));
            while (c.cause().isEmpty()) {
              Go.gosched();
            }
            assertSame(cause, c.cause().orElseThrow());
          }
        });
  }

  // ---- contexts of the user's

  @Test
  void aContextOfTheUsersWithItsOwnChannelEndsWhatIsMadeFromIt() throws Exception {
    onMain(
        () -> {
          var cause = new Exception("propagated");
          Chan<Void> done = Chan.make();
          var c1 = Context.withCancel(Context.background());
          var c2 =
              new Wrapped(c1) {
                @Override
                public RecvChan<Void> done() {
                  return done;
                }
              };
          try (var c3 = Context.withCancel(c2)) {
            c1.cancel(cause);
            done.close();
            assertEnds(Canceled.class, c3);
            assertSame(cause, c3.cause().orElseThrow());
          }
        });
  }

  @Test
  void aContextOfTheUsersHasItsErrorAsItsCause() throws Exception {
    onMain(
        () -> {
          var alone = new OwnContext(Context.background());
          alone.cancel();
          assertSame(alone.err().orElseThrow(), alone.cause().orElseThrow());

          var cause = new Exception("of the child");
          var own = new OwnContext(Context.background());
          var child = Context.withCancel(own);
          child.cancel(cause);
          assertEnded(Canceled.class, child);
          assertSame(cause, child.cause().orElseThrow());
          assertAlive(own);
          assertEquals(Optional.empty(), own.cause());

          own.cancel();
          assertEnded(Canceled.class, child);
          assertSame(cause, child.cause().orElseThrow());
          assertEnded(Canceled.class, own);
          assertSame(own.err().orElseThrow(), own.cause().orElseThrow());

          var parent = new OwnContext(Context.background());
          var bound = Context.withCancel(parent);
          parent.cancel();
          bound.cancel();
          assertEnded(Canceled.class, bound);
          assertInstanceOf(Canceled.class, bound.cause().orElseThrow());
        });
  }

  @Test
  void onlyAContextWithItsOwnChannelNeedsAGoroutine() throws Exception {
    onMain(
        () -> {
          int before = Eventually.settled(Go::numGoroutine);
          try (var c1 = Context.withCancel(Context.background())) {
            var c2 = new Wrapped(c1);
            try (var c3 = Context.withCancel(c2);
                var c4 = Context.withTimeout(c3, LONG);
                var c5 = Context.withCancel(c4)) {
              assertAlive(c5);
              assertEquals(before, Go.numGoroutine());
              var watching = Context.withCancel(new OwnContext(c2));
              assertEquals(before + 1, Go.numGoroutine());
              var timed = Context.withTimeout(new OwnContext(c2), LONG);
              assertEquals(before + 2, Go.numGoroutine());
              watching.cancel();
              timed.cancel();
              Eventually.atMost("the number of goroutines", before, Go::numGoroutine);
              c1.cancel();
              var late = Context.withCancel(c5);
              assertEnded(Canceled.class, late);
              assertEquals(before, Go.numGoroutine());
            }
          }
        });
  }

  // ---- afterFunc

  @Test
  void afterFuncRunsItsTaskAfterACancel() throws Exception {
    onMain(
        () -> {
          var c = Context.withCancel(Context.background());
          Chan<Boolean> ran = Chan.make();
          var stop = c.afterFunc(() -> ran.send(true));
          assertEquals(Optional.empty(), ran.tryRecv(SHORT));
          c.cancel();
          assertTrue(ran.recv());
          assertFalse(stop.stop());
        });
  }

  @Test
  void afterFuncRunsItsTaskAfterATimeout() throws Exception {
    onMain(
        () -> {
          try (var c = Context.withTimeout(Context.background(), SHORT)) {
            Chan<Boolean> ran = Chan.make();
            c.afterFunc(() -> ran.send(true));
            assertTrue(ran.recv());
          }
        });
  }

  @Test
  void afterFuncOfAnEndedContextRunsItsTaskAtOnce() throws Exception {
    onMain(
        () -> {
          var c = Context.withCancel(Context.background());
          c.cancel();
          Chan<Boolean> ran = Chan.make();
          c.afterFunc(() -> ran.send(true));
          assertTrue(ran.recv());
        });
  }

  @Test
  void aTaskThatIsTakenBackDoesNotRun() throws Exception {
    onMain(
        () -> {
          var c = Context.withCancel(Context.background());
          Chan<Boolean> ran = Chan.make();
          var stop = c.afterFunc(() -> ran.send(true));
          assertTrue(stop.stop());
          c.cancel();
          assertEquals(Optional.empty(), ran.tryRecv(SHORT));
          assertFalse(stop.stop());
        });
  }

  @Test
  void aCancelDoesNotWaitForTasks() throws Exception {
    onMain(
        () -> {
          var c = Context.withCancel(Context.background());
          Chan<Boolean> ran = Chan.make();
          c.afterFunc(() -> ran.send(true)); // which waits for a receiver
          c.cancel();
          assertTrue(ran.recv());
        });
  }
}
