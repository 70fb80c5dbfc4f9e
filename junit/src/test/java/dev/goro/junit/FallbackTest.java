package dev.goro.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.goro.Go;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Who has made a goroutine may ask what there is before a thread was free to run it. */
  @Test
  void aGoroutineIsKnownBeforeItHasRun() throws InterruptedException {
    var over = new AtomicBoolean();
    int carriers = Runtime.getRuntime().availableProcessors();
    var busy = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      Go.go(
          () -> {
            busy.countDown();
            while (!over.get()) {
              Thread.onSpinWait();
            }
          });
    }
    busy.await();
    Go.go("late", () -> {});
    String dump = Go.dump();
    over.set(true);
    assertTrue(dump.contains("\"late\""), dump);
  }

  private static void run(Class<?> cases, int succeeded, int failed) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(cases))
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.succeeded(succeeded).failed(failed));
  }
}
