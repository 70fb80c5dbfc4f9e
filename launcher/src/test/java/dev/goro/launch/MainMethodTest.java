package dev.goro.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which {@code main} a class is launched by. */
@Timeout(60)
class MainMethodTest {
  private static final List<String> CALLS = new ArrayList<>();
  private static final Exception THROWN = new Exception("checked");

  @BeforeEach
  void forget() {
    CALLS.clear();
  }

  @Test
  void callsAStaticMainWithArguments() throws Exception {
    assertEquals(List.of("static a,b"), calls(StaticWithArguments.class, "a", "b"));
  }

  @Test
  void callsAStaticMainWithoutArguments() throws Exception {
    assertEquals(List.of("static"), calls(StaticWithout.class, "a"));
  }

  @Test
  void callsAnInstanceMainOfANewInstance() throws Exception {
    assertEquals(List.of("constructor", "instance a"), calls(InstanceWithArguments.class, "a"));
    assertEquals(List.of("instance"), calls(InstanceWithout.class));
  }

  @Test
  void prefersTheMainWithArguments() throws Exception {
    assertEquals(List.of("with"), calls(Both.class));
  }

  @Test
  void findsAnInheritedMain() throws Exception {
    assertEquals(List.of("instance"), calls(Heir.class));
    assertEquals(List.of("default"), calls(ByInterface.class));
  }

  @Test
  void passesOverPrivateAndNonVoidMains() throws Exception {
    assertEquals(List.of("without"), calls(PrivateWithArguments.class));
    assertMessage(OnlyPrivate.class, "has no main method");
    assertMessage(NotVoid.class, "has no main method");
  }

  @Test
  void throwsWhatMainThrows() throws Exception {
    MainMethod main = MainMethod.of(Thrower.class.getName());
    assertSame(THROWN, assertThrows(Exception.class, () -> main.invoke(new String[0])));
  }

  @Test
  void saysWhyAClassCannotBeLaunched() {
    assertMessage(Unmakable.class, "no non-private constructor without parameters");
    assertMessage(Abstract.class, "is abstract");
    LaunchException e = assertThrows(LaunchException.class, () -> MainMethod.of("no.such.Program"));
    assertTrue(e.getMessage().contains("is not on the class path"), e.getMessage());
  }

  private static List<String> calls(Class<?> type, String... args) throws Exception {
    CALLS.clear();
    MainMethod.of(type.getName()).invoke(args);
    return List.copyOf(CALLS);
  }

  private static void assertMessage(Class<?> type, String part) {
    LaunchException e = assertThrows(LaunchException.class, () -> MainMethod.of(type.getName()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  static class StaticWithArguments {
    public static void main(String[] args) {
      CALLS.add("static " + String.join(",", args));
    }
  }

  static class StaticWithout {
    static void main() {
      CALLS.add("static");
    }
  }

  static class InstanceWithArguments {
    InstanceWithArguments() {
      CALLS.add("constructor");
    }

    void main(String... args) {
      CALLS.add("instance " + String.join(",", args));
    }
  }

  static class InstanceWithout {
    protected void main() {
      CALLS.add("instance");
    }
  }

  static class Heir extends InstanceWithout {}

  interface WithDefault {
    default void main() {
      CALLS.add("default");
    }
  }

  static class ByInterface implements WithDefault {}

  static class Both {
    static void main() {
      CALLS.add("without");
    }

    void main(String[] args) {
      CALLS.add("with");
    }
  }

  static class PrivateWithArguments {
    private static void main(String[] args) {
      CALLS.add("private");
    }

    static void main() {
      CALLS.add("without");
    }
  }

  static class OnlyPrivate {
    private static void main(String[] args) {
      CALLS.add("private");
    }
  }

  static class NotVoid {
    static int main(String[] args) {
      return args.length;
    }
  }

  static class Thrower {
    static void main() throws Exception {
      throw THROWN;
    }
  }

  static class Unmakable {
    Unmakable(int size) {
      CALLS.add("size " + size);
    }

    void main() {
      CALLS.add("never");
    }
  }

  abstract static class Abstract {
    void main() {
      CALLS.add("never");
    }
  }
}
