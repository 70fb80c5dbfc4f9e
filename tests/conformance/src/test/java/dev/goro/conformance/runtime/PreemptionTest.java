package dev.goro.conformance.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.testing.Program;
import org.junit.jupiter.api.Test;
import programs.Loops;
import programs.Turns;

/**
 * Preemption by polls that are woven into the program. Go: {@code src/runtime/proc_test.go}, {@code
 * testdata/testprog/preempt.go}.
 */
class PreemptionTest {
  private static final Program.Result OK = new Program.Result(0, "OK\n", "");

  @Test
  void wovenLoopsWithoutACallAreInterruptedOnOneP() {
    assertEquals(OK, Program.of(Loops.class).woven().env("GOMAXPROCS", "1").run());
  }

  @Test
  void aWovenGoroutineThatSpinsIsPreempted() {
    assertEquals(OK, Program.of(Turns.class).woven().env("GOMAXPROCS", "1").run());
  }
}
