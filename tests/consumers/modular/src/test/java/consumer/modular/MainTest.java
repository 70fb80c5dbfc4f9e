package consumer.modular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Go;
import dev.goro.junit.OnGoroutine;
import org.junit.jupiter.api.Test;

/** Surefire puts Goro on the module path, and goro-junit on the class path. */
@OnGoroutine(seconds = 30)
class MainTest {
  @Test
  void sums() {
    assertTrue(Go.class.getModule().isNamed());
    assertEquals(4950, Main.sum(100));
  }
}
