package dev.goro.agent;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of a class that have code, and what they call of each other. */
final class ClassCode {
  /** Classes of the JDK whose static methods neither loop nor block. */
  private static final Set<String> BRIEF_CLASSES =
      Set.of(
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double");

  private static final Set<String> BRIEF_STRING_METHODS = Set.of("charAt", "length", "isEmpty");

  final Map<Key, MethodCode> methods = new LinkedHashMap<>();

  private final String className;
  private final boolean isFinal;
  private final Map<Key, Boolean> brief = new HashMap<>();

  /** A method's name and descriptor. */
  record Key(String name, String descriptor) {
    static Key of(MethodModel method) {
      return new Key(method.methodName().stringValue(), method.methodType().stringValue());
    }
  }

  ClassCode(ClassModel model) {
    className = model.thisClass().asInternalName();
    isFinal = (model.flags().flagsMask() & ClassFile.ACC_FINAL) != 0;
    for (MethodModel method : model.methods()) {
      method
          .findAttribute(Attributes.code())
          .ifPresent(code -> methods.put(Key.of(method), new MethodCode(method, code)));
    }
  }

  /** The code of one of {@link #methods}. */
  MethodCode method(Key key) {
    return Objects.requireNonNull(methods.get(key));
  }

  /**
   * The method of this class that an instruction calls, or that it calls unless a subclass has
   * another; {@code null} where it calls something else or nothing.
   */
  @Nullable Key called(Instruction instruction) {
    if (instruction instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(className)) {
      var key = new Key(call.name().stringValue(), call.type().stringValue());
      return methods.containsKey(key) ? key : null;
    }
    return null;
  }

  /** Whether an instruction may take longer than some steps: a call of unknown code, or a lock. */
  boolean mayTakeLong(Instruction instruction) {
    return switch (instruction) {
      case InvokeDynamicInstruction _ -> true;
      case MonitorInstruction monitor -> monitor.opcode() == Opcode.MONITORENTER;
      case InvokeInstruction call -> !isBrief(call);
      default -> false;
    };
  }

  private boolean isBrief(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    if (call.opcode() == Opcode.INVOKESTATIC && BRIEF_CLASSES.contains(owner)) {
      return true;
    }
    if (owner.equals("java/lang/String")) {
      return BRIEF_STRING_METHODS.contains(call.name().stringValue());
    }
    Key key = called(call);
    return key != null && isBrief(key);
  }

  /**
   * Whether a method of this class has no loop, calls nothing unknown, and cannot be overridden.
   */
  private boolean isBrief(Key key) {
    Boolean known = brief.get(key);
    if (known != null) {
      return known;
    }
    brief.put(key, false); // for a method that leads back to itself
    MethodCode code = method(key);
    boolean result =
        !mayBeOverridden(code.method)
            && Loops.none(code)
            && code.instructions.stream().noneMatch(this::mayTakeLong);
    brief.put(key, result);
    return result;
  }

  private boolean mayBeOverridden(MethodModel method) {
    int fixed = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
    return !isFinal
        && (method.flags().flagsMask() & fixed) == 0
        && !method.methodName().equalsString("<init>");
  }
}
