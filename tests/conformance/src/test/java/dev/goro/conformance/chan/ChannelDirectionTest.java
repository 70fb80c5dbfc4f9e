package dev.goro.conformance.chan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.testing.Sources;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may be done with a channel, its sending side and its receiving side is settled by their types: the wrong half
 * does not compile. Go: {@code test/chan/perm.go}.
 */
class ChannelDirectionTest {
  private static final String SOURCE =
      """
      import static dev.goro.Select.*;
      import dev.goro.*;

      class Use {
        static void use(Chan<Integer> both, SendChan<Integer> out, RecvChan<Integer> in, Integer n) {
          %s
        }
      }
      """;

  private static final int STATEMENT_LINE = 6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in = both;",
        "out = both;",
        "both.send(0);",
        "both.recv();",
        "Received<Integer> r = both.receive();",
        "Integer v = in.recv();",
        "Received<Integer> r = in.receive();",
        "out.send(0);",
        "select(send(both, 0), recv(both), recv(in), send(out, 0));",
        "for (int v : both) {}",
        "for (int v : in) {}",
        "both.close();",
        "out.close();",
        "n = both.len() + in.len() + out.len() + both.cap() + in.cap() + out.cap();"
      })
  void allowed(String statement) {
    assertEquals(List.of(), compile(statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "both = in;",
        "both = out;",
        "in = out;",
        "out = in;",
        "n.recv();",
        "n.send(2);",
        "in.send(0);",
        "out.recv();",
        "out.receive();",
        "select(send(in, 0));",
        "select(recv(out));",
        "for (int v : out) {}",
        "for (Object v : out) {}",
        "in.close();",
        "n.close();"
      })
  void refused(String statement) {
    assertRefused(statement);
  }

  /** What Go's type checker gives without a test of its own: the values are typed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "both.send(\"text\");",
        "String s = both.recv();",
        "select(send(out, \"text\"));",
        "Chan<Object> wider = both;",
        "RecvChan<Integer> own = new RecvChan<>() {};"
      })
  void refusedForItsValues(String statement) {
    assertRefused(statement);
  }

  private static void assertRefused(String statement) {
    List<String> errors = compile(statement);
    assertFalse(errors.isEmpty(), () -> "should not compile: " + statement);
    for (String error : errors) {
      assertTrue(error.startsWith(STATEMENT_LINE + ":"), error);
    }
  }

  private static List<String> compile(String statement) {
    return Sources.compile("Use", SOURCE.formatted(statement)).errors();
  }
}
