package dev.goro.context;

import static dev.goro.testing.Goroutines.onMain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a context keeps of its children. Go: {@code src/context/context_test.go}. */
class ContextTreeConformanceTest {
  private static final Duration LONG = Duration.ofHours(1_000);

  private static int children(Context c) {
    return ((CancelNode) c).children();
  }

  private static void assertCanceled(Context c) {
    assertTrue(c.done().tryRecv().isPresent(), () -> c + " should be done");
    assertEquals(Optional.of(Canceled.SHARED), c.err(), c::toString);
  }

  private static void assertAlive(Context c) {
    assertTrue(c.done() == null || c.done().tryRecv().isEmpty(), () -> c + " should not be done");
    assertEquals(Optional.empty(), c.err(), c::toString);
  }

  @Test
  void anEndOfTheParentEndsChildrenOfEachKind() throws Exception {
    onMain(
        () -> {
          var parent = Context.withCancel(Context.background());
          var cancelChild = Context.withCancel(parent);
          var valueChild = Context.withValue(parent, Context.Key.of("key"), "value");
          var timerChild = Context.withTimeout(valueChild, LONG);
          var afterStop = parent.afterFunc(() -> {});
          for (Context c : List.of(parent, cancelChild, valueChild, timerChild)) {
            assertAlive(c);
          }
          assertEquals(3, children(parent), "a value is no child of its own");
          parent.cancel();
          assertEquals(0, children(parent));
          for (Context c : List.of(parent, cancelChild, valueChild, timerChild)) {
            assertCanceled(c);
          }
          assertEquals(false, afterStop.stop(), "it has been started");
          // What is made from an ended one has ended.
          assertCanceled(Context.withValue(parent, Context.Key.of("key"), "value"));
          var late = Context.withCancel(parent);
          assertCanceled(late);
          assertEquals(0, children(parent));
        });
  }

  @Test
  void aChildThatEndsFirstLeavesItsParentAlone() throws Exception {
    onMain(
        () -> {
          try (var cancelable = Context.withCancel(Context.background())) {
            for (Context parent : List.of(Context.background(), cancelable)) {
              var child = Context.withCancel(parent);
              assertAlive(parent);
              assertAlive(child);
              if (parent == cancelable) {
                assertEquals(1, children(parent));
              }
              child.cancel();
              if (parent == cancelable) {
                assertEquals(0, children(parent));
              }
              assertCanceled(child);
              assertAlive(parent);
            }
          }
        });
  }

  @Test
  void aChildThatIsCanceledOrTakenBackIsGone() throws Exception {
    onMain(
        () -> {
          try (var parent = Context.withCancel(Context.background())) {
            assertEquals(0, children(parent));
            var canceled = Context.withCancel(parent);
            assertEquals(1, children(parent));
            canceled.cancel();
            assertEquals(0, children(parent));
            var timed = Context.withTimeout(parent, LONG);
            assertEquals(1, children(parent));
            timed.cancel();
            assertEquals(0, children(parent));
            var stop = parent.afterFunc(() -> {});
            assertEquals(1, children(parent));
            assertTrue(stop.stop());
            assertEquals(0, children(parent));
          }
        });
  }
}
