package dev.goro.weaving;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goro.agent.Weaving;
import dev.goro.preempt.Preempt;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every class of some large libraries, made by several compilers, weaves; the JVM verifies what
 * came out as it verified what went in; and each instruction stays on its line.
 */
@Timeout(120)
class LibrariesTest {
  /** Some need classes that are not there, of optional dependencies. */
  private static final double MOST = 0.9;

  @ParameterizedTest
  @ValueSource(strings = {"guava-", "h2-", "netty-", "lucene-core-", "kotlin", "scala"})
  void everyClassWeavesAndVerifies(String jars) throws Exception {
    Map<String, byte[]> classes = LibraryJars.classes(LibraryJars.named(jars));
    Weaving weaving = Weaving.of("", "the test");
    var woven = new HashMap<String, byte[]>();
    classes.forEach(
        (name, bytes) -> {
          byte[] result = weaving.apply(name, bytes);
          if (result != null) {
            woven.put(name, result);
          }
        });
    assertEquals(0, weaving.failed(), weaving::report);
    assertTrue(woven.size() > classes.size() / 20, weaving::report);
    System.out.println(jars + ": " + weaving.report());

    var differences = new ArrayList<String>();
    int linked = 0;
    try (var before = new Loader(Map.of());
        var after = new Loader(woven)) {
      for (String name : classes.keySet()) {
        String was = link(before, name);
        String is = link(after, name);
        if (!was.equals(is)) {
          differences.add(name + ": " + was + " became " + is);
        }
        if (is.isEmpty()) {
          linked++;
        }
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(linked > MOST * classes.size(), linked + " of " + classes.size() + " were linked");
    assertAll(
        woven.entrySet().stream()
            .map(e -> () -> assertSameLines(classes.get(e.getKey()), e.getValue())));
  }

  /** Verifies a class; returns why that failed, or nothing. */
  private static String link(ClassLoader loader, String name) {
    try {
      // The JVM links a class before it tells its methods.
      Class.forName(name, false, loader).getDeclaredConstructors();
      return "";
    } catch (LinkageError | ClassNotFoundException e) {
      return e.getClass().getName();
    }
  }

  private static void assertSameLines(byte[] before, byte[] after) {
    ClassModel a = ClassFile.of().parse(before);
    ClassModel b = ClassFile.of().parse(after);
    assertEquals(a.methods().size(), b.methods().size());
    for (int i = 0; i < a.methods().size(); i++) {
      MethodModel method = a.methods().get(i);
      assertEquals(
          lines(method),
          lines(b.methods().get(i)),
          () -> a.thisClass().name() + " " + method.methodName());
    }
  }

  /** The operation and line of each instruction but the polls. */
  private static List<String> lines(MethodModel method) {
    var lines = new ArrayList<String>();
    method
        .findAttribute(Attributes.code())
        .ifPresent(
            code -> {
              int line = 0;
              for (var element : code) {
                if (element instanceof LineNumber number) {
                  line = number.line();
                } else if (element instanceof java.lang.classfile.Instruction instruction
                    && !isPoll(element)) {
                  lines.add(instruction.opcode().kind() + " " + line);
                }
              }
            });
    return lines;
  }

  private static boolean isPoll(Object element) {
    return element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(Preempt.class.getName().replace('.', '/'));
  }

  /** Has all of the class path, with some classes woven. */
  private static final class Loader extends URLClassLoader {
    private final Map<String, byte[]> woven;

    Loader(Map<String, byte[]> woven) throws Exception {
      super(urls(), ClassLoader.getPlatformClassLoader());
      this.woven = woven;
    }

    private static URL[] urls() throws Exception {
      var urls = new ArrayList<URL>();
      for (Path element : LibraryJars.classPath()) {
        urls.add(element.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = woven.get(name);
      return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
