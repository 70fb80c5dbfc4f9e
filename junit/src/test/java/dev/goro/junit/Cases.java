package dev.goro.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test classes that {@link GoroutinesTest} runs. */
final class Cases {
  private Cases() {}

  static void assertOnGoroutine() {
    assertNotEquals(0, Go.goid(), "not on a goroutine");
  }

  @OnGoroutine
  static class EveryKind {
    private static Chan<String> served;
    private static Chan<String> asked;
    private Chan<Integer> numbers;

    @BeforeAll
    static void startServer() {
      assertOnGoroutine();
      served = Chan.make();
      asked = Chan.make();
      Go.go(
          () -> {
            for (String question : asked) {
              served.send(question + "!");
            }
            served.close();
          });
    }

    @BeforeEach
    void startNumbers() {
      assertOnGoroutine();
      numbers = Chan.make();
      Go.go(() -> numbers.send(7));
    }

    @AfterEach
    void numbersHaveCome() {
      assertOnGoroutine();
      assertEquals(7, numbers.recv());
    }

    @AfterAll
    static void endServer() {
      assertOnGoroutine();
      asked.close();
      assertFalse(served.receive().ok());
    }

    @Test
    void test() {
      assertOnGoroutine();
      asked.send("hello");
      assertEquals("hello!", served.recv());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void parameterized(int n) {
      assertOnGoroutine();
      assertTrue(n > 0);
    }

    @RepeatedTest(2)
    void repeated() {
      assertOnGoroutine();
    }

    @TestFactory
    Stream<DynamicTest> factory() {
      assertOnGoroutine();
      return Stream.of("a", "b").map(s -> DynamicTest.dynamicTest(s, Cases::assertOnGoroutine));
    }

    @Nested
    class Inner {
      @BeforeEach
      void inner() {
        assertOnGoroutine();
      }

      @Test
      void test() {
        assertOnGoroutine();
      }
    }
  }

  @ExtendWith(Goroutines.class)
  static class WithDefaults {
    @Test
    void test() {
      assertOnGoroutine();
    }
  }

  static class OnMethod {
    @Test
    @OnGoroutine
    void onGoroutine() {
      assertOnGoroutine();
    }

    @Test
    void notOnOne() {
      assertEquals(0, Go.goid());
    }
  }

  @OnGoroutine
  static class Fails {
    @Test
    void withItsOwnThrowable() throws Exception {
      throw new Exception("its own");
    }
  }

  @OnGoroutine
  static class Leaks {
    @Test
    void leaves() {
      Chan<String> nobodySends = Chan.make();
      for (int i = 0; i < 2; i++) {
        Go.go("forgotten", () -> nobodySends.recv());
      }
    }
  }

  @OnGoroutine
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class LeavesNothingToTheNext {
    private static int others;

    @Test
    @Order(1)
    void leaves() {
      others = Go.numGoroutine();
      Chan<String> nobodySends = Chan.make();
      Go.go(nobodySends::recv);
    }

    @Test
    @Order(2)
    void findsNone() {
      assertEquals(others, Go.numGoroutine());
    }
  }

  @OnGoroutine
  static class EndsLate {
    @Test
    void takesAMoment() {
      Go.go(() -> Go.sleep(Duration.ofMillis(50)));
    }
  }

  @OnGoroutine(mayLeak = true)
  static class MayLeak {
    static final Chan<String> LASTS = Chan.make();

    @Test
    void leaves() {
      Go.go(LASTS::recv);
    }
  }

  @OnGoroutine
  static class LeaksFromBeforeAll {
    @BeforeAll
    static void start() {
      Chan<String> nobodySends = Chan.make();
      Go.go(nobodySends::recv);
    }

    @Test
    void passes() {}
  }

  /** The limit is what only a deadlock that is not found would reach. */
  @OnGoroutine(seconds = 3_000)
  static class Deadlocks {
    @Test
    void onAChannel() {
      Chan<String> c = Chan.make();
      Go.go(() -> c.send("one"));
      c.recv();
      c.recv();
    }

    @Test
    void onALatch() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @OnGoroutine(seconds = 3_000)
  @Timeout(2_000)
  static class DeadlocksUnderJUnitsTimeout {
    @Test
    void onAChannel() {
      Chan.make().recv();
    }
  }

  @OnGoroutine(seconds = 3_000)
  static class PanicsAndDeadlocks {
    @Test
    void nobodyIsLeftToAnswer() {
      Chan<Integer> answer = Chan.make();
      Go.go(() -> answer.send(Integer.parseInt("seven")));
      answer.recv();
    }
  }

  @OnGoroutine
  static class PanicsUnnoticed {
    @Test
    void passesAllTheSame() {
      var group = new WaitGroup();
      group.go(
          () -> {
            throw new IllegalStateException("nobody looks");
          });
      group.await();
    }
  }

  @OnGoroutine(seconds = 1)
  static class Hangs {
    @Test
    void sleeps() {
      Go.sleep(Duration.ofHours(1));
    }
  }

  @OnGoroutine
  static class HangsUnderJUnitsTimeout {
    @Test
    @Timeout(1)
    void sleeps() {
      Go.sleep(Duration.ofHours(1));
    }
  }

  @OnGoroutine(seconds = 1)
  static class IgnoresInterrupts {
    static final CountDownLatch END = new CountDownLatch(1);
    static final CountDownLatch ENDED = new CountDownLatch(1);

    @Test
    void goesOn() {
      while (true) {
        try {
          if (END.await(1, TimeUnit.HOURS)) {
            ENDED.countDown();
            return;
          }
        } catch (InterruptedException | InterruptedOperationException e) {
          System.err.println("interrupted, and goes on");
        }
      }
    }
  }

  @OnGoroutine(gomaxprocs = 3)
  static class Procs {
    @Test
    void ofTheClass() {
      assertEquals(3, Go.gomaxprocs());
    }

    @Test
    @OnGoroutine(gomaxprocs = 5)
    void ofTheMethod() {
      assertEquals(5, Go.gomaxprocs());
    }

    @Nested
    class Inner {
      @Test
      void ofTheClassAround() {
        assertEquals(3, Go.gomaxprocs());
      }
    }
  }

  /** Tests that would notice others beside them. */
  abstract static class Alone {
    private static final AtomicInteger RUNNING = new AtomicInteger();

    @RepeatedTest(5)
    void runsAlone() {
      assertEquals(1, RUNNING.incrementAndGet());
      Go.sleep(Duration.ofMillis(5));
      RUNNING.decrementAndGet();
    }
  }

  @OnGoroutine
  static class Alone1 extends Alone {}

  @OnGoroutine
  static class Alone2 extends Alone {}
}
