package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import programs.EndlessLoops;

/**
 * Woven goroutines that compute without end give way to each other, and hardly an M is added for
 * it.
 */
@Timeout(240)
class PreemptionTest {
  private static final Path AGENT = LibraryJars.named("goro-agent").getFirst();

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 12", "2, 1000"})
  void endlessLoopsTakeTurns(int procs, int loops) {
    Program.Result result =
        Program.of(EndlessLoops.class)
            .jvm("-javaagent:" + AGENT)
            .env("GOMAXPROCS", Integer.toString(procs))
            .args(Integer.toString(loops))
            .limit(Duration.ofSeconds(200))
            .run();
    assertEquals(0, result.exitCode(), result::toString);
    // A few more, where the OS let an M wait so long for a CPU that it could not come to a poll.
    int ms = Integer.parseInt(result.out().strip().substring("ms ".length()));
    assertTrue(ms >= procs && ms <= procs + 5, result::toString);
  }
}
