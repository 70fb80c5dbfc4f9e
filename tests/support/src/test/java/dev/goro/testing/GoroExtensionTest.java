package dev.goro.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The time limit fails a test that hangs, and halts a JVM whose test cannot be interrupted. */
class GoroExtensionTest {
  private static final String INNER = "goro.test.support.inner";

  @Test
  void aTestThatHangsFailsAtItsLimit() {
    System.setProperty(INNER, "true");
    try {
      var failed =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(Hangs.class))
              .execute()
              .testEvents()
              .finished()
              .list();
      assertEquals(1, failed.size());
      var result = failed.getFirst().getRequiredPayload(TestExecutionResult.class);
      assertEquals(TestExecutionResult.Status.FAILED, result.getStatus());
      String message = result.getThrowable().orElseThrow().getMessage();
      assertTrue(message.contains("Hangs#waits exceeded its time limit of 1 s"), message);
    } finally {
      System.clearProperty(INNER);
    }
  }

  @Test
  void aTestThatIgnoresItsInterruptEndsTheJvm() {
    var result = Program.of(RunsStuckTest.class).asPlainJava().run();
    assertEquals(GoroExtension.HALT_STATUS, result.exitCode(), result::toString);
    assertTrue(result.err().contains("Stuck#ignoresInterrupts did not end"), result::toString);
    assertTrue(result.err().contains("--- platform threads ---"), result::toString);
    assertTrue(result.err().contains("ignoresInterrupts(GoroExtensionTest"), result::toString);
  }

  @GoroTest(seconds = 1)
  @EnabledIfSystemProperty(named = INNER, matches = "true")
  static class Hangs {
    @Test
    void waits() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @GoroTest(seconds = 1)
  @EnabledIfSystemProperty(named = INNER, matches = "true")
  static class Stuck {
    @Test
    void ignoresInterrupts() {
      for (; ; ) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          System.out.println("interrupted, and waits on");
        }
      }
    }
  }

  static class RunsStuckTest {
    static void main() {
      System.setProperty(INNER, "true");
      EngineTestKit.engine("junit-jupiter").selectors(selectClass(Stuck.class)).execute();
    }
  }
}
