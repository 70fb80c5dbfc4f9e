package dev.goro.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.bench.goro.KernelTwin;
import dev.goro.testing.GoroTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every computation of {@code goro bench weave}, tiny, woven and not: each checks its result. */
@GoroTest(seconds = 100)
class WeaveSmokeTest {
  private static final Budget TINY =
      new Budget(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), 1, Duration.ofSeconds(40));

  @Test
  void everyComputationIsRight() {
    var report =
        WeaveCommand.measure(
            KernelTwin.names(),
            TINY,
            JavaCommand.DEFAULT_GC,
            List.of(1),
            1,
            new PrintWriter(new StringWriter()));
    assertEquals(
        KernelTwin.names(), report.results().stream().map(WeaveReport.Row::kernel).toList());
    assertTrue(report.geometricMean() > 0);
    assertTrue(report.text().contains("geometric mean"), report::text);
  }
}
