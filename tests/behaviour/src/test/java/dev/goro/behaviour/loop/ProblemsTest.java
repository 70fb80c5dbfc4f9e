package dev.goro.behaviour.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.coroutine.Generator;
import dev.goro.loop.EventLoop;
import dev.goro.loop.LoopProblem;
import dev.goro.loop.LoopProblem.Kind;
import dev.goro.loop.LoopPromise;
import dev.goro.loop.LoopTask;
import dev.goro.testing.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a loop tells that nobody gets as an exception. */
class ProblemsTest {
  private final ConcurrentLinkedQueue<LoopProblem> told = new ConcurrentLinkedQueue<>();

  private List<Kind> kinds() {
    return told.stream().map(LoopProblem::kind).toList();
  }

  /** Holds the loop until that was told; again and again, should another have been told before. */
  private LoopProblem holdsTheLoop(String name) {
    while (true) {
      long end = System.nanoTime() + ofMillis(1_500).toNanos();
      while (System.nanoTime() < end) {
        for (LoopProblem problem : told) {
          if (problem.message().startsWith(name)) {
            return problem;
          }
        }
        Thread.onSpinWait();
      }
      EventLoop.current().sleep(ZERO);
    }
  }

  @Test
  void aTaskThatHoldsTheLoopIsToldOfWhileItDoes() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.slowCallbackDuration(ofMillis(20));
          assertEquals(ofMillis(20), loop.slowCallbackDuration());
          LoopProblem problem =
              loop.task("the hog", () -> holdsTheLoop("task \"the hog\" has held")).await();
          assertEquals(Kind.SLOW, problem.kind());
          assertTrue(
              problem.stack().stream().anyMatch(f -> f.getMethodName().equals("holdsTheLoop")),
              problem::report);
          assertTrue(problem.report().contains("\tat " + ProblemsTest.class.getName()));
          assertTrue(
              problem.stack().stream().noneMatch(f -> f.getClassName().startsWith("dev.goro.loop")),
              problem::report);
        });
  }

  /** As {@link #holdsTheLoop}, in a coroutine's body. */
  private LoopProblem holdsTheLoopInABody(String name) {
    try (Generator<LoopProblem> body = Generator.of(self -> self.yield(holdsTheLoop(name)))) {
      return body.next();
    }
  }

  /** Under a monitor a body is not put on top, but has a turn of its own. */
  private synchronized LoopProblem holdsTheLoopInABodyOfItsOwnTurn(String name) {
    return holdsTheLoopInABody(name);
  }

  private void assertTheTaskIsToldOf(Callable<LoopProblem> hog) throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.slowCallbackDuration(ofMillis(20));
          LoopProblem problem = loop.task("the hog", hog).await();
          assertEquals(Kind.SLOW, problem.kind());
          assertTrue(problem.message().startsWith("task \"the hog\" has held"), problem::message);
          assertTrue(
              problem.stack().stream().anyMatch(f -> f.getMethodName().equals("holdsTheLoop")),
              problem::report);
        });
  }

  @Test
  void aBodyThatHoldsTheLoopIsToldOfAsTheTaskThatResumedItWithItsOwnStack() throws Exception {
    assertTheTaskIsToldOf(() -> holdsTheLoopInABody(""));
  }

  @Test
  void soIsOneThatHasATurnOfItsOwn() throws Exception {
    assertTheTaskIsToldOf(() -> holdsTheLoopInABodyOfItsOwnTurn(""));
  }

  @Test
  void aCallbackIsToldOfTooAndWhatFollowsSoonIsCounted() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.slowCallbackDuration(ofMillis(15));
          LoopPromise<Boolean> over = loop.promise();
          loop.callSoon(
              () -> {
                holdsTheLoop("a callback (goroutine ");
                over.setResult(true);
              });
          over.await();
          // Soon after it: not told of at once.
          loop.task("soon", () -> spin(200)).await();
          assertTrue(told.stream().noneMatch(p -> p.message().contains("soon")), told::toString);
          loop.sleep(ofMillis(1_200));
          loop.task("later", () -> holdsTheLoop("task \"later\"")).await();
          assertTrue(
              told.stream().anyMatch(p -> p.message().contains("; and before it ")),
              told::toString);
        });
  }

  private static void spin(int millis) {
    long end = System.nanoTime() + ofMillis(millis).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoeverWaitsHoldsNothing() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.slowCallbackDuration(ofMillis(400));
          var tasks = new ArrayList<LoopTask<?>>();
          for (int i = 0; i < 20; i++) {
            tasks.add(
                loop.task(
                    () -> {
                      loop.sleep(ofMillis(600));
                      loop.toThread(() -> Thread.sleep(600));
                    }));
          }
          loop.gather(tasks).await();
        });
    assertEquals(List.of(), kinds());
  }

  @Test
  void aCallbackThatFailsIsToldOfAndTheLoopGoesOn() throws Exception {
    var thrown = new IllegalStateException("in a callback");
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.callSoon(
              () -> {
                throw thrown;
              });
          loop.promise()
              .addDoneCallback(
                  f -> {
                    throw new AssertionError("never called");
                  });
          loop.task(() -> 1)
              .addDoneCallback(
                  f -> {
                    throw thrown;
                  });
          loop.callLater(
              ofMillis(1),
              () -> {
                throw thrown;
              });
          loop.sleep(ofMillis(3));
        });
    assertEquals(
        List.of(Kind.CALLBACK_FAILED, Kind.CALLBACK_FAILED, Kind.CALLBACK_FAILED), kinds());
    assertTrue(told.stream().allMatch(p -> p.exception().orElseThrow() == thrown));
  }

  @Test
  void anExceptionThatNobodySawIsToldOfAtTheEnd() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          var seen = failing("seen");
          var asked = failing("asked");
          var gathered = failing("gathered");
          var grouped = failing("of a gather that nobody awaits");
          loop.task("lost", () -> failing("inner").await());
          failing("lost too");
          assertThrows(IllegalStateException.class, seen::await);
          asked.exception();
          assertThrows(IllegalStateException.class, () -> loop.gather(gathered).await());
          loop.gather(grouped);
          loop.promise().setException(new IllegalStateException("a promise"));
          loop.sleep(ofMillis(1));
        });
    assertEquals(
        List.of("lost too", "of a gather that nobody awaits", "a promise", "inner"),
        told.stream().map(p -> p.exception().orElseThrow().getMessage()).toList(),
        told::toString);
    assertTrue(told.stream().allMatch(p -> p.kind() == Kind.NEVER_RETRIEVED));
    assertTrue(told.stream().anyMatch(p -> p.message().contains("task \"lost\"")), told::toString);
  }

  private static LoopTask<Object> failing(String message) {
    return EventLoop.current()
        .task(
            message,
            () -> {
              throw new IllegalStateException(message);
            });
  }

  @Test
  void itIsToldOfWhenItsTaskIsGarbage() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          failing("garbage");
          loop.sleep(ofMillis(1));
          for (int i = 0; told.isEmpty() && i < 1_000; i++) {
            System.gc();
            loop.task(() -> {}).await();
          }
          assertEquals("garbage", told.element().exception().orElseThrow().getMessage());
          var kept = failing("kept");
          loop.sleep(ofMillis(1));
          System.gc();
          loop.task(() -> {}).await();
          assertEquals(1, told.size());
          kept.exception();
        });
    assertEquals(1, told.size(), told::toString);
  }

  @Test
  void aTaskThatIsPendingAtTheCloseIsToldOfAndEnded() throws Exception {
    var steps = new ArrayList<String>();
    LoopTask<Object> stubborn;
    try (var loop = new EventLoop()) {
      loop.onProblem(told::add);
      stubborn =
          loop.task(
              "stubborn",
              () -> {
                while (true) {
                  try {
                    loop.sleep(ofHours(1));
                  } catch (CancellationException e) {
                    steps.add(e.getMessage());
                    if (steps.size() == 3) {
                      throw e;
                    }
                  }
                }
              });
      loop.callLater(ofHours(1), () -> steps.add("never"));
      loop.runUntilComplete(() -> loop.sleep(ofMillis(1)));
      loop.callSoon(() -> steps.add("never"));
      loop.task("unborn", () -> steps.add("never"));
    }
    assertEquals(List.of(Kind.PENDING_AT_CLOSE, Kind.PENDING_AT_CLOSE), kinds());
    assertTrue(told.element().message().startsWith("task \"stubborn\" was destroyed"));
    String message = "its event loop was closed";
    assertEquals(List.of(message, message, message), steps);
    assertTrue(stubborn.isCancelled());
  }

  @Test
  void whatFailsWhenItIsCancelledAtTheEndIsToldOf() throws Exception {
    EventLoop.run(
        () -> {
          var loop = EventLoop.current();
          loop.onProblem(told::add);
          loop.task(
              "bad end",
              () -> {
                try {
                  loop.sleep(ofHours(1));
                } finally {
                  throwIt();
                }
              });
          loop.sleep(ZERO);
        });
    assertEquals(List.of(Kind.FAILED_AT_SHUTDOWN), kinds());
    assertTrue(told.element().report().contains("bad end"));
    assertTrue(told.element().report().contains("IllegalStateException: in finally"));
  }

  private static void throwIt() {
    throw new IllegalStateException("in finally");
  }

  static class Prints {
    static void main() throws Exception {
      EventLoop.run(
          () -> {
            var loop = EventLoop.current();
            loop.callSoon(
                () -> {
                  throw new IllegalStateException("x");
                });
            loop.sleep(ZERO);
            loop.onProblem(
                p -> {
                  throw new IllegalStateException("y");
                });
            loop.callSoon(
                () -> {
                  throw new IllegalStateException("z");
                });
            loop.sleep(ZERO);
          });
    }
  }

  @Test
  void withoutAHandlerItIsPrinted() {
    var result = Program.of(Prints.class).run();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("", result.out());
    for (String line :
        List.of(
            "goro: a callback failed with java.lang.IllegalStateException: x",
            "goro: a callback failed with java.lang.IllegalStateException: z",
            "goro: and the handler of problems failed with java.lang.IllegalStateException: y")) {
      assertTrue(result.err().lines().anyMatch(line::equals), result::toString);
    }
    assertFalse(result.err().contains("panic"), result::toString);
  }
}
