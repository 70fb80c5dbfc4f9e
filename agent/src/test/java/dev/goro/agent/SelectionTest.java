package dev.goro.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's choice of what is woven. */
class SelectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | com.acme.Main      | true",
        "''                              | Main               | true",
        "*                               | com.acme.Main      | true",
        "com.acme.*                      | com.acme.Main      | true",
        "com.acme.*                      | com.acme.sub.Main  | true",
        "com.acme.*                      | com.acmes.Main     | false",
        "com.acme.*                      | org.other.Main     | false",
        "com.acme.Main                   | com.acme.Main      | true",
        "com.acme.Main                   | com.acme.Main$Part | true",
        "com.acme.Main                   | com.acme.MainPart  | false",
        "'com.acme.*, !com.acme.hot.*'   | com.acme.Main      | true",
        "'com.acme.*, !com.acme.hot.*'   | com.acme.hot.Loop  | false",
        "!com.acme.hot.*                 | com.acme.Main      | true",
        "!com.acme.hot.*                 | com.acme.hot.Loop  | false",
        "'com.acme.Main,org.other.*'     | org.other.Thing    | true",
        "off                             | com.acme.Main      | false",
        "report                          | com.acme.Main      | true",
        "*                               | java.util.List     | false",
        "*                               | jdk.proxy1.$Proxy1 | false",
        "*                               | dev.goro.Go        | false",
      })
  void takes(String patterns, String className, boolean taken) {
    assertEquals(taken, Selection.parse(patterns, "GORO_WEAVE").takes(className));
  }

  @ParameterizedTest
  @ValueSource(strings = {"com..acme", "com/acme/*", "com.acme*", "!", "com.*.acme", ".*", "a b"})
  void tellsAPatternThatIsNone(String pattern) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Selection.parse("com.acme.*," + pattern, "GORO_WEAVE"));
    assertTrue(e.getMessage().startsWith("GORO_WEAVE has \"" + pattern + "\": "), e.getMessage());
  }

  @Test
  void isOff() {
    assertTrue(Selection.parse("off", "GORO_WEAVE").isOff());
    assertFalse(Selection.parse("", "GORO_WEAVE").isOff());
  }
}
