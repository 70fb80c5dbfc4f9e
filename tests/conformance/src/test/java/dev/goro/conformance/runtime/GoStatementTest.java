package dev.goro.conformance.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.Go;
import dev.goro.testing.Eventually;
import dev.goro.testing.Program;
import org.junit.jupiter.api.Test;

/**
 * Any method can be a goroutine's task, and the goroutine ends with it. Go: {@code
 * test/goprint.go}.
 */
class GoStatementTest {
  @Test
  void aMethodOfTheJdkIsATask() {
    var result = Program.of(Prints.class).run();
    assertEquals(new Program.Result(0, "42 true a null\n", ""), result);
  }

  static final class Prints {
    static void main() {
      int before = Eventually.settled(Go::numGoroutine);
      Go.go(() -> System.out.printf("%d %b %c %s%n", 42, true, 'a', null));
      Eventually.that("the goroutine ends", () -> Go.numGoroutine() == before);
    }
  }
}
