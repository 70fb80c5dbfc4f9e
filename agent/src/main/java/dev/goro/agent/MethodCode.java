package dev.goro.agent;

import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of a method, by their numbers, with the ways between them. An exception's way to
 * its handler is not among these: {@link #handlers} tells where such ways come in.
 */
final class MethodCode {
  private static final int[] NOWHERE = {};

  final MethodModel method;
  final CodeAttribute attribute;
  final List<Instruction> instructions;

  /** Where exception handlers begin. */
  final BitSet handlers = new BitSet();

  /** Handlers that stand before the code that they cover: a throw to one is a way back. */
  final BitSet handlersBefore = new BitSet();

  /** What some branch or handler leads to. */
  final BitSet targets = new BitSet();

  /** Whether it has the subroutines of old class files, which cannot be followed. */
  final boolean hasSubroutines;

  private final int[][] successors;
  private int @Nullable [][] predecessors;

  MethodCode(MethodModel method, CodeAttribute attribute) {
    this.method = method;
    this.attribute = attribute;
    instructions = new ArrayList<>();
    int[] numbers = new int[attribute.codeLength() + 1];
    int bci = 0;
    boolean subroutines = false;
    for (var element : attribute) {
      if (element instanceof Instruction instruction) {
        numbers[bci] = instructions.size();
        instructions.add(instruction);
        bci += instruction.sizeInBytes();
        subroutines |= instruction instanceof DiscontinuedInstruction;
      }
    }
    numbers[bci] = instructions.size();
    hasSubroutines = subroutines;
    successors = new int[instructions.size()][];
    for (int i = 0; i < successors.length; i++) {
      successors[i] = successorsOf(i, numbers);
    }
    for (ExceptionCatch handler : attribute.exceptionHandlers()) {
      int at = number(handler.handler(), numbers);
      handlers.set(at);
      targets.set(at);
      // A stack map names an object that is not initialised by the place of its "new", which must
      // not move away from its label.
      if (at < number(handler.tryStart(), numbers)
          && !(instructions.get(at) instanceof NewObjectInstruction)) {
        handlersBefore.set(at);
      }
    }
  }

  int size() {
    return successors.length;
  }

  Instruction at(int i) {
    return instructions.get(i);
  }

  /** Where the control may go from an instruction. */
  int[] successors(int i) {
    return successors[i];
  }

  /** Whence the control may come to an instruction. */
  int[] predecessors(int i) {
    int[][] all = predecessors;
    if (all == null) {
      all = reverse();
      predecessors = all;
    }
    return all[i];
  }

  private int[][] reverse() {
    var counts = new int[size()];
    for (int[] to : successors) {
      for (int s : to) {
        counts[s]++;
      }
    }
    var reversed = new int[size()][];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = counts[i] == 0 ? NOWHERE : new int[counts[i]];
    }
    for (int i = 0; i < successors.length; i++) {
      for (int s : successors[i]) {
        reversed[s][--counts[s]] = i;
      }
    }
    return reversed;
  }

  private int[] successorsOf(int i, int[] numbers) {
    return switch (instructions.get(i)) {
      case BranchInstruction branch -> {
        int to = target(branch.target(), numbers);
        boolean always = branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W;
        yield always ? new int[] {to} : next(i, to);
      }
      case TableSwitchInstruction s -> switchTargets(s.defaultTarget(), s.cases(), numbers);
      case LookupSwitchInstruction s -> switchTargets(s.defaultTarget(), s.cases(), numbers);
      case ReturnInstruction _ -> NOWHERE;
      case ThrowInstruction _ -> NOWHERE;
      default -> next(i);
    };
  }

  private int[] next(int i, int... others) {
    if (i + 1 >= instructions.size()) {
      return others; // not valid code, which the JVM will say
    }
    var to = Arrays.copyOf(others, others.length + 1);
    to[others.length] = i + 1;
    return to;
  }

  private int[] switchTargets(Label otherwise, List<SwitchCase> cases, int[] numbers) {
    var to = new int[cases.size() + 1];
    for (int c = 0; c < cases.size(); c++) {
      to[c] = target(cases.get(c).target(), numbers);
    }
    to[cases.size()] = target(otherwise, numbers);
    return to;
  }

  private int target(Label label, int[] numbers) {
    int to = number(label, numbers);
    targets.set(to);
    return to;
  }

  private int number(Label label, int[] numbers) {
    return numbers[attribute.labelToBci(label)];
  }
}
