package dev.goro.behaviour.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.GoroTest;
import dev.goro.testing.Program;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import programs.FairLoops;

/**
 * Many woven loops without end share few Ps: all get on, and no threads are added for them but for
 * a handful. How evenly they share is asserted in the long tier, which wants a machine of its own;
 * in the short tier it is enough that nobody takes it all.
 */
@EnabledOnOs(OS.LINUX)
class ManyLoopsTest {
  private static final Pattern REPORT = Pattern.compile("jain ([\\d.]+) ms (\\d+)");
  private static final int HANDFUL = 20;

  private static void share(int loops, int procs, int millisEach, double jain) {
    var result =
        Program.of(FairLoops.class)
            .woven()
            .env("GOMAXPROCS", Integer.toString(procs))
            .args(Integer.toString(loops), Integer.toString(millisEach))
            .limit(Duration.ofSeconds(100))
            .run();
    assertEquals(0, result.exitCode(), result::toString);
    var report = REPORT.matcher(result.out());
    assertTrue(report.find(), result::toString);
    assertTrue(Double.parseDouble(report.group(1)) >= jain, result::toString);
    assertTrue(Integer.parseInt(report.group(2)) <= procs + HANDFUL, result::toString);
  }

  @GoroTest(seconds = 120)
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aHundredGetOn(int procs) {
    // With more Ps than CPUs it is the OS that shares out.
    share(100, procs, 20, procs > 2 ? 0 : 0.4);
  }

  @GoroTest(seconds = 120)
  @EnabledIfSystemProperty(named = "goro.long", matches = "true")
  @Test
  void aThousandShareTwoPsEvenly() {
    share(1_000, 2, 10, 0.95);
  }
}
