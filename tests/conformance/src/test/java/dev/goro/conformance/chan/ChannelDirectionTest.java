package dev.goro.conformance.chan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goro.testing.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What may be done with a channel, its sending side and its receiving side is settled by their
 * types: the wrong half does not compile. Go: {@code test/chan/perm.go}.
 */
class ChannelDirectionTest {
  private static final String PARAMETERS =
      "Chan<Integer> both, SendChan<Integer> out, RecvChan<Integer> in, Integer n";

  @Test
  void allowed() {
    assertEquals(
        List.of(),
        refusedOf(
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
            "n = both.len() + in.len() + out.len() + both.cap() + in.cap() + out.cap();"));
  }

  @Test
  void refused() {
    assertRefused(
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
        "n.close();");
  }

  /**
   * What Go's type checker gives without a test of its own: the values are typed, and the types are
   * Goro's alone.
   */
  @Test
  void refusedForItsValues() {
    assertRefused(
        "both.send(\"text\");",
        "String s = both.recv();",
        "select(send(out, \"text\"));",
        "Chan<Object> wider = both;",
        "class Own implements RecvChan<Integer> {}");
  }

  private static void assertRefused(String... statements) {
    assertEquals(List.of(statements), refusedOf(statements));
  }

  /** Compiles a method for each statement and gives those statements that have an error. */
  private static List<String> refusedOf(String... statements) {
    var lines = new ArrayList<>(List.of("import static dev.goro.Select.*;", "import dev.goro.*;"));
    lines.add("class Use {");
    int before = lines.size();
    for (int i = 0; i < statements.length; i++) {
      lines.add("static void use%d(%s) { %s }".formatted(i, PARAMETERS, statements[i]));
    }
    lines.add("}");
    List<String> errors = Sources.compile("Use", String.join("\n", lines)).errors();
    return IntStream.range(0, statements.length)
        .filter(i -> errors.stream().anyMatch(e -> e.startsWith(before + i + 1 + ":")))
        .mapToObj(i -> statements[i])
        .toList();
  }
}
