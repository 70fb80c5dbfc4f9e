package dev.goro.behaviour.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import programs.Hogs;

/**
 * One goroutine that computes without end and never looks at anything does not keep the only P:
 * others sleep, tick and hand values over meanwhile, whatever the hog holds or has below it.
 */
class HogTest {
  private static Program hog(String how) {
    return Program.of(Hogs.class)
        .env("GOMAXPROCS", "1")
        .jvm("--enable-native-access=ALL-UNNAMED")
        .args(how);
  }

  private static void endsWell(Program program) {
    assertEquals(new Program.Result(0, "others got on\nall ended\n", ""), program.run());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loop",
        "regular expression",
        "power",
        "sort",
        "monitor",
        "lock",
        "class initialiser",
        "native frame"
      })
  void holdsUpNobody(String how) {
    endsWell(hog(how));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loop",
        "regular expression",
        "power",
        "sort",
        "monitor",
        "lock",
        "class initialiser",
        "native frame"
      })
  void holdsUpNobodyWoven(String how) {
    endsWell(hog(how).woven());
  }

  @Test
  @EnabledIfSystemProperty(named = "goro.long", matches = "true")
  void aSortOfAHundredMillionNumbersHoldsUpNobody() {
    endsWell(hog("sort").jvm("-Dnumbers=100000000", "-Xmx1500m"));
  }
}
