package dev.goro.behaviour.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.Chan;
import dev.goro.RecvChan;
import dev.goro.SendChan;
import dev.goro.testing.Sources;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The send-only and receive-only views are types: a wrong use does not compile. */
class ViewsTest {
  private static List<String> errorsOf(String statement) {
    String source =
        "import dev.goro.*; import static dev.goro.Select.*;\n"
            + "class Use {\n"
            + "  static void use(Chan<String> c, SendChan<String> out, RecvChan<String> in) {\n"
            + statement
            + "\n  }\n}\n";
    return Sources.compile("Use", source).errors();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "out.send(\"x\"); out.trySend(\"x\"); out.close(); int n = out.len() + out.cap();",
        "String s = in.recv(); for (String v : in) {} int n = in.len() + in.cap();",
        "SendChan<String> o = c; RecvChan<String> i = c;",
        "RecvChan<? extends CharSequence> i = in; CharSequence s = i.recv();",
        "String s = select(recv(in, v -> v), send(out, \"x\", () -> \"sent\"));"
      })
  void aRightUseCompiles(String statement) {
    assertEquals(List.of(), errorsOf(statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "out.recv();",
        "out.receive();",
        "out.tryRecv();",
        "for (String s : out) {}",
        "in.send(\"x\");",
        "in.trySend(\"x\");",
        "in.close();",
        "c.send(1);",
        "Integer i = c.recv();",
        "Chan<String> d = out;",
        "Chan<String> d = in;",
        "select(recv(out, v -> v));",
        "select(send(in, \"x\", () -> null));",
        "select(send(out, 1, () -> null));",
        "class Mine<T> implements SendChan<T> {}"
      })
  void aWrongUseDoesNotCompile(String statement) {
    assertFalse(errorsOf(statement).isEmpty(), "this compiles: " + statement);
  }

  @Test
  void aViewIsTheSameChannel() {
    Chan<String> c = Chan.make(2);
    SendChan<String> out = c;
    RecvChan<String> in = c;
    out.send("x");
    assertEquals(1, in.len());
    assertEquals(2, in.cap());
    assertEquals("x", in.recv());
    out.close();
    assertFalse(in.receive().ok());
    assertTrue(c.tryRecv().isPresent());
  }
}
