package dev.goro.behaviour.coroutine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goro.Go;
import dev.goro.behaviour.Runner;
import dev.goro.coroutine.Coroutine;
import dev.goro.coroutine.Generator;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.testing.Eventually;
import dev.goro.testing.GoroTest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A coroutine that nobody holds any more is garbage, with all that its body holds. */
@GoroTest(seconds = 120)
class CoroutineLeavesNothingTest {
  private static final int MANY = 10_000;

  /** A queue may refer to what stood in it last, 256 to a P, until others take the places. */
  private static final int LAST = 1_000;

  private static void collected(int allBut, List<? extends WeakReference<?>> references) {
    Eventually.that(
        "what the bodies held is garbage",
        () -> {
          System.gc();
          return references.stream().filter(r -> r.get() != null).count() <= allBut;
        });
  }

  private static void abandon(List<WeakReference<Object>> held) {
    for (int i = 0; i < MANY; i++) {
      Generator<Integer> g =
          Generator.of(
              self -> {
                var resource = new Object();
                held.add(new WeakReference<>(resource));
                for (int j = 0; ; j++) {
                  if (j % 3 == 1) {
                    Go.gosched(); // it has been with an M, too
                  }
                  self.yield(j + System.identityHashCode(resource) % 2);
                }
              });
      for (int j = 0; j < 1 + i % 3; j++) {
        g.next();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void unfinishedGenerators(Runner.Kind kind) {
    var held = new ArrayList<WeakReference<Object>>();
    int before = Eventually.settled(Go::numGoroutine);
    Runner.start(
            kind,
            () -> {
              abandon(held);
              return null;
            })
        .result();
    assertEquals(MANY, held.size());
    collected(LAST, held);
    Eventually.that("nothing is left", () -> Go.numGoroutine() <= before);
  }

  private static void abandonThatHoldThemselves(List<WeakReference<Object>> held) {
    for (int i = 0; i < MANY; i++) {
      var own = new AtomicReference<Generator<Integer>>();
      own.set(
          Generator.of(
              self -> {
                held.add(new WeakReference<>(own.get()));
                self.yield(1);
                own.get().close();
              }));
      own.get().next();
    }
  }

  @ParameterizedTest
  @EnumSource
  void unfinishedGeneratorsThatTheirOwnBodiesHold(Runner.Kind kind) {
    assumeTrue(VirtualThreads.AVAILABLE, "the JDK keeps a thread that waits, with all it holds");
    var held = new ArrayList<WeakReference<Object>>();
    Runner.start(
            kind,
            () -> {
              abandonThatHoldThemselves(held);
              return null;
            })
        .result();
    assertEquals(MANY, held.size());
    collected(LAST, held);
  }

  @ParameterizedTest
  @EnumSource
  void whatCrossedIsNotKept(Runner.Kind kind) {
    Coroutine<Object, Object> c =
        Coroutine.of(
            (self, first) -> {
              while (true) {
                self.yield(new Object());
              }
            });
    var crossed = new ArrayList<WeakReference<Object>>();
    Runner.start(
            kind,
            () -> {
              for (int i = 0; i < 100; i++) {
                var in = new Object();
                crossed.add(new WeakReference<>(in));
                crossed.add(new WeakReference<>(c.resume(in)));
              }
              return null;
            })
        .result();
    // The frames of the body that waits may hold what it had and gave last.
    collected(4, crossed);
    c.close();
  }
}
