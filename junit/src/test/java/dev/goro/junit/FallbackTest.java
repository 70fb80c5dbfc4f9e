package dev.goro.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A JVM without the flags: said once, and the tests run. One test, since it is said once. */
@Timeout(60)
class FallbackTest {
  @Test
  void testsRunOnTheJdkSchedulerAndThatIsSaidOnce() {
    PrintStream before = System.err;
    var bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      run(Cases.EveryKind.class, 9, 0);
      run(Cases.Leaks.class, 0, 1);
      run(Cases.PanicsUnnoticed.class, 0, 1);
      run(Cases.Hangs.class, 0, 1);
    } finally {
      System.setErr(before);
    }
    String err = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(
        2, err.split("goro-junit: the tests run on the JDK's scheduler, since ").length, err);
    assertTrue(err.contains("--add-opens java.base/java.lang=ALL-UNNAMED (Maven: argLine"), err);
  }

  private static void run(Class<?> cases, int succeeded, int failed) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(cases))
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.succeeded(succeeded).failed(failed));
  }
}
