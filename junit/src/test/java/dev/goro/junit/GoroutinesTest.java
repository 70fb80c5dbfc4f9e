package dev.goro.junit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.goro.DeadlockError;
import dev.goro.Go;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What {@link OnGoroutine} promises, on test classes that are run from here. */
@Timeout(60)
class GoroutinesTest {
  private static EngineExecutionResults run(Class<?>... cases) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Arrays.stream(cases)
                .map(c -> selectClass(c))
                .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
        .execute();
  }

  private static void assertPasses(int tests, Class<?>... cases) {
    EngineExecutionResults results = run(cases);
    assertAll(
        failures(results).stream()
            .map(
                f ->
                    () -> {
                      throw f;
                    }));
    assertEquals(tests, results.testEvents().succeeded().count());
  }

  /** All failures, of tests and of classes. */
  private static List<Throwable> failures(EngineExecutionResults results) {
    return results.allEvents().finished().stream()
        .map(e -> e.getRequiredPayload(TestExecutionResult.class))
        .flatMap(r -> r.getThrowable().stream())
        .toList();
  }

  private static Throwable failure(Class<?> cases) {
    List<Throwable> failures = failures(run(cases));
    assertEquals(1, failures.size(), failures::toString);
    return failures.getFirst();
  }

  private record WithErr<T>(T result, String err) {}

  private static <T> WithErr<T> withErr(Supplier<T> action) {
    PrintStream before = System.err;
    var bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      T result = action.get();
      return new WithErr<>(result, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
      System.err.print(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "\"" + part + "\" is not in:\n" + text);
    }
  }

  @Test
  void everyKindOfTestAndLifecycleMethodRunsOnAGoroutine() {
    // 1 test, 3 parameterized, 2 repeated, 2 dynamic, 1 nested
    assertPasses(9, Cases.EveryKind.class);
  }

  @Test
  void theExtensionAloneHasTheDefaults() {
    assertPasses(1, Cases.WithDefaults.class);
  }

  @Test
  void theAnnotationMayStandOnAMethod() {
    assertPasses(2, Cases.OnMethod.class);
  }

  @Test
  void whatTheTestThrowsIsItsFailure() {
    Throwable failure = failure(Cases.Fails.class);
    assertEquals(Exception.class, failure.getClass());
    assertEquals("its own", failure.getMessage());
    assertEquals(0, failure.getSuppressed().length);
  }

  @Test
  void leakedGoroutinesFailTheTestWithTheirStacksAndCreators() {
    String message = failure(Cases.Leaks.class).getMessage();
    assertContains(
        message,
        "2 goroutines are left over: let them end",
        "2 goroutines ",
        "\"forgotten\"",
        "[chan receive",
        "\tat dev.goro.junit.Cases$Leaks.lambda",
        "created by dev.goro.junit.Cases$Leaks.leaves(Cases.java:");
  }

  @Test
  void leakedGoroutinesAreEndedBeforeTheNextTest() {
    EngineExecutionResults results = run(Cases.LeavesNothingToTheNext.class);
    assertEquals(1, results.testEvents().failed().count());
    assertEquals(1, results.testEvents().succeeded().count());
  }

  @Test
  void aGoroutineThatIsAboutToEndIsNoLeak() {
    assertPasses(1, Cases.EndsLate.class);
  }

  @Test
  void leaksMayBeAllowed() {
    assertPasses(1, Cases.MayLeak.class);
    Cases.MayLeak.LASTS.close();
  }

  @Test
  void whatBeforeAllStartedMustEndWithTheClass() {
    EngineExecutionResults results = run(Cases.LeaksFromBeforeAll.class);
    assertEquals(1, results.testEvents().succeeded().count());
    assertContains(
        failures(results).getFirst().getMessage(),
        "1 goroutine is left over",
        "created by dev.goro.junit.Cases$LeaksFromBeforeAll.start(");
  }

  @Test
  void aDeadlockFailsTheTestAtOnce() {
    List<Throwable> failures = failures(run(Cases.Deadlocks.class));
    assertEquals(2, failures.size());
    for (Throwable failure : failures) {
      assertInstanceOf(DeadlockError.class, failure);
      assertContains(
          failure.getMessage(),
          "all goroutines are asleep - deadlock!",
          "at dev.goro.junit.Cases$Deadlocks.on");
      assertEquals(0, failure.getSuppressed().length);
    }
  }

  @Test
  void aDeadlockUnderATimeoutOfJUnitsIsFoundAtOnceToo() {
    assertInstanceOf(DeadlockError.class, failure(Cases.DeadlocksUnderJUnitsTimeout.class));
  }

  @Test
  void aPanicThatLeadsToADeadlockIsTheFailure() {
    Throwable failure = failure(Cases.PanicsAndDeadlocks.class);
    assertInstanceOf(NumberFormatException.class, failure.getCause());
    assertContains(failure.getMessage(), " panicked: java.lang.NumberFormatException");
    assertInstanceOf(DeadlockError.class, failure.getSuppressed()[0]);
  }

  @Test
  void aPanicFailsATestThatPassed() {
    Throwable failure = failure(Cases.PanicsUnnoticed.class);
    assertEquals("nobody looks", failure.getCause().getMessage());
  }

  @Test
  void aHangIsDumpedAndInterruptedAtTheTimeLimit() {
    var hang = withErr(() -> failure(Cases.Hangs.class));
    assertEquals(
        "dev.goro.junit.Cases$Hangs#sleeps exceeded its time limit of 1 s; the dump is on stderr",
        hang.result().getMessage());
    assertContains(
        hang.err(),
        "Cases$Hangs#sleeps exceeded its time limit of 1 s",
        "--- goroutines ---",
        "[sleep",
        "at dev.goro.junit.Cases$Hangs.sleeps(",
        "--- platform threads ---");
  }

  @Test
  void aHangIsDumpedAtALimitOfJUnitsToo() {
    var hang = withErr(() -> failure(Cases.HangsUnderJUnitsTimeout.class));
    assertInstanceOf(TimeoutException.class, hang.result());
    assertContains(
        hang.err(),
        "Cases$HangsUnderJUnitsTimeout#sleeps was interrupted before it ended",
        "at dev.goro.junit.Cases$HangsUnderJUnitsTimeout.sleeps(");
  }

  @Test
  void aTestThatIgnoresItsInterruptIsGivenUp() throws InterruptedException {
    Throwable failure = failure(Cases.IgnoresInterrupts.class);
    assertContains(
        failure.getMessage(), "did not end when it was interrupted, and is left running");
    Cases.IgnoresInterrupts.END.countDown();
    Cases.IgnoresInterrupts.ENDED.await();
  }

  @Test
  void gomaxprocsIsSetAndSetBack() {
    int before = Go.gomaxprocs();
    assertPasses(3, Cases.Procs.class);
    assertEquals(before, Go.gomaxprocs());
  }

  @Test
  void suchTestsDoNotRunBesideEachOther() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Cases.Alone1.class), selectClass(Cases.Alone2.class))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.succeeded(10).failed(0));
  }
}
