package dev.goro.agent;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.DeadCodeOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves polls into a class file: a function of its bytes, which loads no class and looks at no
 * other.
 *
 * <p>A poll is one instruction, {@code invokestatic Preempt.poll()}. It takes nothing and leaves
 * nothing, and it is no branch: so it may stand anywhere, the stack maps of the class file stay as
 * they are, and no type has to be looked up. The JVM's compilers put the load and the branch of
 * {@code poll} in its place. Where the polls go is told by {@link Loops} and {@link Recursion}.
 */
final class Weaver {
  static final ClassDesc PREEMPT = ClassDesc.of("dev.goro.preempt.Preempt");
  private static final String PREEMPT_NAME = "dev/goro/preempt/Preempt";
  private static final String POLL = "poll";
  private static final int POLL_BYTES = 3;

  /** The padding of a switch grows by no more. */
  private static final int SWITCH_PADDING = 3;

  /** The JVM compiles no method that is longer (its flag HugeMethodLimit). */
  private static final int COMPILED_BYTES = 8_000;

  /** A method longer than this might not have room for branches that need four bytes. */
  private static final int LONG_BYTES = 60_000;

  private static final ClassFile CLASS_FILE =
      ClassFile.of(StackMapsOption.DROP_STACK_MAPS, DeadCodeOption.KEEP_DEAD_CODE);

  /** What became of a class. */
  enum Outcome {
    /** It has polls now. */
    WOVEN,
    /** It needs none. */
    NOTHING_TO_DO,
    /** It has polls already, or uses {@code Preempt} by itself. */
    ALREADY_WOVEN,
    /** Its class file is older than Java 6: such may have subroutines, and have no stack maps. */
    TOO_OLD,
    /** Something in it was not understood. */
    FAILED
  }

  /**
   * What became of a class.
   *
   * @param bytes the woven class file; {@code null} where the class stays as it is
   * @param polls how many polls were put in
   * @param tooLong how many methods stay as they are, since polls would make them too long
   * @param failure what was not understood
   */
  record Result(
      Outcome outcome,
      byte @Nullable [] bytes,
      int polls,
      int tooLong,
      @Nullable Throwable failure) {
    private static Result left(Outcome outcome) {
      return new Result(outcome, null, 0, 0, null);
    }
  }

  private Weaver() {}

  /** Weaves a class file. It throws nothing: what it cannot weave stays as it is. */
  static Result weave(byte[] classFile) {
    try {
      return weave(CLASS_FILE.parse(classFile));
    } catch (RuntimeException | StackOverflowError e) {
      return new Result(Outcome.FAILED, null, 0, 0, e);
    }
  }

  private static Result weave(ClassModel model) {
    if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
      return Result.left(Outcome.TOO_OLD);
    }
    if (names(model.constantPool(), PREEMPT_NAME)) {
      return Result.left(Outcome.ALREADY_WOVEN);
    }
    var code = new ClassCode(model);
    var recursion = new Recursion(code);
    Map<MethodModel, BitSet> polls = new IdentityHashMap<>();
    int tooLong = 0;
    int count = 0;
    for (var entry : code.methods.entrySet()) {
      MethodCode method = entry.getValue();
      if (method.hasSubroutines) {
        continue;
      }
      BitSet places = new Loops(method, i -> code.mayTakeLong(method.at(i))).polls();
      recursion.addTo(places, entry.getKey());
      if (places.isEmpty()) {
        continue;
      }
      if (!hasRoom(method, places.cardinality())) {
        tooLong++;
        continue;
      }
      count += places.cardinality();
      polls.put(method.method, places);
    }
    if (polls.isEmpty()) {
      return new Result(Outcome.NOTHING_TO_DO, null, 0, tooLong, null);
    }
    byte[] woven =
        CLASS_FILE.transformClass(
            model,
            (builder, element) -> {
              if (element instanceof MethodModel method && polls.containsKey(method)) {
                BitSet places = polls.get(method);
                builder.transformMethod(
                    method, MethodTransform.transformingCode(new Insertion(method, places)));
              } else {
                builder.with(element);
              }
            });
    return new Result(Outcome.WOVEN, woven, count, tooLong, null);
  }

  private static boolean names(ConstantPool pool, String className) {
    for (PoolEntry entry : pool) {
      if (entry instanceof ClassEntry type && type.asInternalName().equals(className)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasRoom(MethodCode method, int polls) {
    int before = method.attribute.codeLength();
    int after = before + polls * POLL_BYTES;
    for (Instruction instruction : method.instructions) {
      if (instruction instanceof TableSwitchInstruction
          || instruction instanceof LookupSwitchInstruction) {
        after += SWITCH_PADDING;
      }
    }
    return before <= COMPILED_BYTES ? after <= COMPILED_BYTES : after <= LONG_BYTES;
  }

  /** Copies a method's code with a poll before each of some instructions. */
  private static final class Insertion implements CodeTransform {
    private final MethodModel method;
    private final BitSet places;
    private int next;

    Insertion(MethodModel method, BitSet places) {
      this.method = method;
      this.places = places;
    }

    @Override
    public void atStart(CodeBuilder builder) {
      next = 0; // the builder may begin again, to make room for long branches
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      if (element instanceof Instruction && places.get(next++)) {
        builder.invokestatic(PREEMPT, POLL, ConstantDescs.MTD_void);
      }
      builder.with(element);
    }

    @Override
    public void atEnd(CodeBuilder builder) {
      method
          .findAttribute(Attributes.code())
          .flatMap(code -> code.findAttribute(Attributes.stackMapTable()))
          .ifPresent(builder);
    }
  }
}
