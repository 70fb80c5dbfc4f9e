package dev.goro.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goro.agent.Weaver.Outcome;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the weaver puts polls, and that nothing else changes. */
@Timeout(60)
class WeaverTest {
  /** The bytes of what {@link #longLoop} ends with. */
  private static final int END_OF_LOOP = 9;

  private static final MethodTypeDesc INT_TO_INT =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);

  static Stream<Class<?>> shapes() {
    return Stream.concat(Stream.of(Shapes.class), Arrays.stream(Shapes.class.getDeclaredClasses()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void putsPollsWhereTheyAreNeeded(Class<?> type) throws IOException {
    var expected = new TreeMap<String, Integer>();
    var members = new ArrayList<AnnotatedElement>(List.of(type.getDeclaredMethods()));
    members.addAll(List.of(type.getDeclaredConstructors()));
    for (AnnotatedElement member : members) {
      Polls polls = member.getAnnotation(Polls.class);
      if (polls != null && polls.value() > 0) {
        String name = member instanceof Method method ? method.getName() : "<init>";
        expected.merge(name, polls.value(), Integer::sum);
      }
    }
    assertEquals(expected, polls(woven(type)));
  }

  static Stream<Method> methods() {
    return Arrays.stream(Shapes.class.getDeclaredMethods())
        .filter(m -> Modifier.isStatic(m.getModifiers()) && !m.isSynthetic())
        .filter(m -> m.getParameterCount() == 1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void wovenCodeDoesTheSame(Method plain) throws Exception {
    Class<?> wovenShapes = new WovenLoader().loadClass(Shapes.class.getName());
    Method woven = wovenShapes.getDeclaredMethod(plain.getName(), int.class);
    plain.setAccessible(true);
    woven.setAccessible(true);
    for (int n = 0; n < 20; n++) {
      assertEquals(plain.invoke(null, n), woven.invoke(null, n), plain.getName() + "(" + n + ")");
    }
  }

  @Test
  void keepsStackTraces() throws Exception {
    Class<?> woven = new WovenLoader().loadClass(Throws.class.getName());
    assertEquals(trace(Throws.class), trace(woven));
  }

  private static List<String> trace(Class<?> type) throws Exception {
    Method method = type.getDeclaredMethod("deep", int.class);
    method.setAccessible(true);
    var thrown = assertThrows(InvocationTargetException.class, () -> method.invoke(null, 5));
    return Arrays.stream(thrown.getCause().getStackTrace())
        .filter(f -> f.getClassName().equals(Throws.class.getName()))
        .map(StackTraceElement::toString)
        .toList();
  }

  /** Throws from a recursion and a loop. */
  static final class Throws {
    private Throws() {}

    static int deep(int n) {
      List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
      for (int x : list) {
        if (n == 0) {
          list.remove(0);
        } else if (x == 3) {
          return deep(n - 1);
        }
      }
      return 0;
    }
  }

  @Test
  void leavesWhatIsWoven() throws IOException {
    byte[] woven = woven(Shapes.class);
    Weaver.Result again = Weaver.weave(woven);
    assertEquals(Outcome.ALREADY_WOVEN, again.outcome());
    assertNull(again.bytes());
  }

  @Test
  void leavesWhatNeedsNoPoll() throws IOException {
    assertEquals(Outcome.NOTHING_TO_DO, Weaver.weave(bytes(Shapes.Leaf.class)).outcome());
  }

  @Test
  void doesNotTouchItsInput() throws IOException {
    byte[] input = bytes(Shapes.class);
    byte[] copy = input.clone();
    Weaver.weave(input);
    assertArrayEquals(copy, input);
  }

  @Test
  void leavesOldClassFiles() {
    byte[] old = method(ClassFile.JAVA_5_VERSION, WeaverTest::endless);
    assertEquals(Outcome.TOO_OLD, Weaver.weave(old).outcome());
  }

  @Test
  void leavesAndCountsWhatItDoesNotUnderstand() throws IOException {
    byte[] broken = bytes(Shapes.class);
    // A constant pool that says it is longer than the file.
    broken[8] = (byte) 0xff;
    broken[9] = (byte) 0xff;
    Weaver.Result result = Weaver.weave(broken);
    assertEquals(Outcome.FAILED, result.outcome());
    assertNull(result.bytes());

    Weaving weaving = Weaving.of("", "the test");
    assertNull(weaving.apply("com.acme.Broken", broken));
    assertNull(weaving.apply("com.acme.Rubbish", new byte[] {1, 2, 3}));
    assertNull(weaving.apply("com.acme.Empty", new byte[0]));
    assertEquals(3, weaving.failed());
  }

  @Test
  void pushesNoMethodOverTheLengthThatTheJvmCompiles() {
    byte[] fits = method(ClassFile.latestMajorVersion(), code -> longLoop(code, 7_997));
    byte[] wouldNot = method(ClassFile.latestMajorVersion(), code -> longLoop(code, 7_998));
    byte[] neverDid = method(ClassFile.latestMajorVersion(), code -> longLoop(code, 8_001));
    assertEquals(Map.of("method", 1), polls(Weaver.weave(fits).bytes()));
    assertEquals(1, Weaver.weave(wouldNot).tooLong());
    assertNull(Weaver.weave(wouldNot).bytes());
    assertEquals(Map.of("method", 1), polls(Weaver.weave(neverDid).bytes()));
  }

  @Test
  void reachesFarBackEdges() throws Exception {
    // The branch needs four bytes: the poll is what makes it too far for two.
    byte[] far = method(ClassFile.latestMajorVersion(), code -> longLoop(code, 32_769));
    byte[] woven = Weaver.weave(far).bytes();
    assertEquals(Map.of("method", 1), polls(woven));
    assertEquals(12, run(woven, 12));
  }

  @Test
  void leavesAMethodThatHasNoRoom() {
    byte[] full = method(ClassFile.latestMajorVersion(), code -> longLoop(code, 65_000));
    assertEquals(1, Weaver.weave(full).tooLong());
  }

  @Test
  void seesAdditionsAsCounting() throws Exception {
    byte[] adds = method(ClassFile.latestMajorVersion(), WeaverTest::countsByAddition);
    assertEquals(Outcome.NOTHING_TO_DO, Weaver.weave(adds).outcome());
  }

  @Test
  void pollsAtAHandlerThatStandsBeforeItsRange() throws Exception {
    byte[] throwing = method(ClassFile.latestMajorVersion(), WeaverTest::loopsByThrowing);
    byte[] woven = Weaver.weave(throwing).bytes();
    assertEquals(Map.of("method", 1), polls(woven));
    assertEquals(0, run(woven, 12));
  }

  @Test
  void pollsAtASwitchThatLeadsBack() throws Exception {
    byte[] switching = method(ClassFile.latestMajorVersion(), WeaverTest::loopsBySwitching);
    byte[] woven = Weaver.weave(switching).bytes();
    assertEquals(Map.of("method", 1), polls(woven));
    assertEquals(0, run(woven, 12));
  }

  // ---- code that javac does not write

  private static void endless(CodeBuilder code) {
    code.goto_(code.startLabel());
  }

  /** A method of that many bytes, nearly all of them in a loop. */
  private static void longLoop(CodeBuilder code, int bytes) {
    int body = bytes - END_OF_LOOP;
    var again = code.newBoundLabel();
    for (int i = 0; i < body / 6; i++) {
      code.iinc(0, 1).iinc(0, -1);
    }
    for (int i = 0; i < body % 6; i++) {
      code.nop();
    }
    code.iload(0).ifThen(c -> c.iload(0).ireturn());
    code.goto_(again);
  }

  /** As Scala's compiler counts. */
  private static void countsByAddition(CodeBuilder code) {
    var end = code.newLabel();
    code.iconst_0().istore(1);
    var again = code.newBoundLabel();
    code.iload(1).iload(0).if_icmpge(end);
    code.iload(1).iconst_1().iadd().istore(1);
    code.goto_(again).labelBinding(end).iload(1).ireturn();
  }

  private static void loopsByThrowing(CodeBuilder code) {
    var start = code.newLabel();
    var end = code.newLabel();
    code.goto_(start);
    var handler = code.newBoundLabel();
    code.pop().iinc(0, -1);
    code.labelBinding(start);
    code.iload(0).ifThen(c -> c.aconst_null().athrow());
    code.labelBinding(end).iload(0).ireturn();
    code.exceptionCatchAll(start, end, handler);
  }

  private static void loopsBySwitching(CodeBuilder code) {
    var end = code.newLabel();
    var again = code.newBoundLabel();
    code.iinc(0, -1).iload(0);
    code.tableswitch(0, 0, again, List.of(java.lang.classfile.instruction.SwitchCase.of(0, end)));
    code.labelBinding(end).iload(0).ireturn();
  }

  private static byte[] method(int version, Consumer<CodeBuilder> body) {
    return ClassFile.of()
        .build(
            ClassDesc.of("dev.goro.agent.Made"),
            type ->
                type.withVersion(version, 0)
                    .withMethodBody(
                        "method", INT_TO_INT, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, body));
  }

  private static int run(byte[] classFile, int n) throws Exception {
    var loader = new WovenLoader();
    Method method = loader.define("dev.goro.agent.Made", classFile).getMethod("method", int.class);
    method.setAccessible(true);
    return (int) method.invoke(null, n);
  }

  // ---- help

  private static byte[] bytes(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (var in = type.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] woven(Class<?> type) throws IOException {
    byte[] bytes = bytes(type);
    byte[] woven = Weaver.weave(bytes).bytes();
    return woven == null ? bytes : woven;
  }

  /** How many polls each method has that has any. */
  private static Map<String, Integer> polls(byte[] classFile) {
    var polls = new TreeMap<String, Integer>();
    for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
      method
          .findAttribute(Attributes.code())
          .ifPresent(
              code -> {
                long count =
                    code.elementStream()
                        .filter(
                            e ->
                                e instanceof InvokeInstruction call
                                    && call.owner().asSymbol().equals(Weaver.PREEMPT))
                        .count();
                if (count > 0) {
                  polls.merge(method.methodName().stringValue(), (int) count, Integer::sum);
                }
              });
    }
    return polls;
  }

  /** Loads woven copies of the tests' own classes. */
  private static final class WovenLoader extends ClassLoader {
    WovenLoader() {
      super(WeaverTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Shapes.class.getName()) && !name.startsWith(Throws.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          byte[] bytes = woven(super.loadClass(name, false));
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
