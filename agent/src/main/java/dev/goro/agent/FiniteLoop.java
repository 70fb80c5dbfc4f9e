package dev.goro.agent;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an innermost loop is sure to end after at most some 2^32 rounds.
 *
 * <p>It is if some int variable, the counter, moves by a constant in each round and always in the
 * same direction, and in each round it is
 *
 * <ul>
 *   <li>compared with something that the loop does not change, to leave the loop; or
 *   <li>the index of an array element that is read, which throws once it is outside.
 * </ul>
 *
 * The comparison must leave the loop on the far side of where the counter goes to. (Not seen is a
 * limit so near to the end of the ints that the counter jumps over it: {@code i <= MAX_VALUE}.)
 */
final class FiniteLoop {
  /** How many instructions a comparison's operand may have. */
  private static final int OPERAND_DEPTH = 8;

  private final MethodCode code;
  private final int header;
  private final BitSet body;

  private final Map<Integer, Counter> counters = new HashMap<>();
  private final Set<Integer> written = new HashSet<>();
  private final Set<FieldRefEntry> fieldsWritten = new HashSet<>();

  FiniteLoop(MethodCode code, int header, BitSet body) {
    this.code = code;
    this.header = header;
    this.body = body;
    for (int i = body.nextSetBit(0); i >= 0; i = body.nextSetBit(i + 1)) {
      note(i);
    }
  }

  boolean isFinite() {
    for (var entry : counters.entrySet()) {
      int slot = entry.getKey();
      Counter counter = entry.getValue();
      if (!written.contains(slot)
          && !counter.bothWays
          && counter.moves.stream().anyMatch(this::inEachRound)
          && ends(slot, counter.step)) {
        return true;
      }
    }
    return false;
  }

  private boolean ends(int counter, int step) {
    for (int i = body.nextSetBit(0); i >= 0; i = body.nextSetBit(i + 1)) {
      boolean ends =
          switch (code.at(i)) {
            case BranchInstruction branch -> leaves(i, branch, counter, step);
            case ArrayLoadInstruction _ -> isLoadOf(counter, skipStep(i - 1));
            default -> false;
          };
      if (ends && inEachRound(i)) {
        return true;
      }
    }
    return false;
  }

  // ---- what the loop changes

  private void note(int i) {
    switch (code.at(i)) {
      case IncrementInstruction increment -> step(i, increment.slot(), increment.constant());
      case StoreInstruction store -> {
        Integer step = store.typeKind() == TypeKind.INT ? addition(i, store.slot()) : null;
        if (step != null) {
          step(i, store.slot(), step);
        } else {
          written.add(store.slot());
          if (store.typeKind().slotSize() == 2) {
            written.add(store.slot() + 1);
          }
        }
      }
      case FieldInstruction field -> {
        if (field.opcode() == Opcode.PUTFIELD || field.opcode() == Opcode.PUTSTATIC) {
          fieldsWritten.add(field.field());
        }
      }
      default -> {}
    }
  }

  private void step(int at, int slot, int step) {
    counters.computeIfAbsent(slot, _ -> new Counter()).add(at, step);
  }

  /** A variable that moves by constants. */
  private static final class Counter {
    final BitSet moves = new BitSet();
    boolean bothWays;

    /** The sum of its moves. */
    int step;

    void add(int at, int by) {
      moves.set(at);
      bothWays |= by == 0 || (step != 0 && Integer.signum(step) != Integer.signum(by));
      step += by;
    }
  }

  /** The constant of {@code v = v + constant} as a compiler writes it that knows no iinc. */
  private @Nullable Integer addition(int store, int slot) {
    if (store < 3
        || targeted(store - 2, store)
        || !(code.at(store - 1) instanceof OperatorInstruction operator)
        || !(code.at(store - 2) instanceof ConstantInstruction constant)
        || !(constant.constantValue() instanceof Integer value)
        || !isLoadOf(slot, store - 3)) {
      return null;
    }
    return switch (operator.opcode()) {
      case IADD -> value;
      case ISUB -> -value;
      default -> null;
    };
  }

  private boolean targeted(int from, int to) {
    int next = code.targets.nextSetBit(from);
    return next >= 0 && next <= to;
  }

  private boolean isLoadOf(int slot, int i) {
    return i >= 0
        && code.at(i) instanceof LoadInstruction load
        && load.typeKind() == TypeKind.INT
        && load.slot() == slot
        && !targeted(i + 1, i + 1);
  }

  // ---- what ends it

  /** Whether no round goes by an instruction. */
  private boolean inEachRound(int i) {
    if (i == header) {
      return true;
    }
    var seen = new BitSet();
    var todo = new ArrayDeque<Integer>();
    seen.set(header);
    todo.add(header);
    while (!todo.isEmpty()) {
      for (int to : code.successors(todo.pop())) {
        if (to == header) {
          return false;
        }
        if (to != i && body.get(to) && !seen.get(to)) {
          seen.set(to);
          todo.add(to);
        }
      }
    }
    return true;
  }

  /** Whether a branch leaves the loop once the counter has come far enough. */
  private boolean leaves(int at, BranchInstruction branch, int counter, int step) {
    int[] to = code.successors(at);
    if (to.length != 2 || body.get(to[0]) == body.get(to[1])) {
      return false;
    }
    Comparison comparison = comparison(branch.opcode());
    if (comparison == null) {
      return false;
    }
    // to[0] is where the branch leads when the comparison holds
    Comparison stay = body.get(to[0]) ? comparison : comparison.not();
    int end = at - 1;
    if (comparesWithZero(branch.opcode())) {
      return isLoadOf(counter, skipStep(end)) && stay.endsGoing(step);
    }
    int right = operand(end, OPERAND_DEPTH);
    if (right >= 0 && isLoadOf(counter, skipStep(right - 1))) {
      return !targeted(right, at) && stay.endsGoing(step);
    }
    int last = skipStep(end);
    return isLoadOf(counter, last)
        && operand(last - 1, OPERAND_DEPTH) >= 0
        && !targeted(last, at)
        && stay.mirrored().endsGoing(step);
  }

  /** Passes over an increment that stands between a load and its use, as in {@code i++ < n}. */
  private int skipStep(int i) {
    return i >= 0 && code.at(i) instanceof IncrementInstruction && !targeted(i, i + 1) ? i - 1 : i;
  }

  /**
   * The first instruction of an expression that the loop does not change and that ends at an
   * instruction; -1 if it is none.
   */
  private int operand(int last, int depth) {
    if (last < 0 || depth == 0) {
      return -1;
    }
    int first =
        switch (code.at(last)) {
          case ConstantInstruction _ -> last;
          case LoadInstruction load -> changes(load.slot()) ? -1 : last;
          case FieldInstruction field -> fieldOperand(field, last, depth);
          case OperatorInstruction operator -> operatorOperand(operator, last, depth);
          case InvokeInstruction call -> isLength(call) ? operand(last - 1, depth - 1) : -1;
          default -> -1;
        };
    return first < 0 || targeted(first + 1, last) ? -1 : first;
  }

  private int fieldOperand(FieldInstruction field, int last, int depth) {
    if (fieldsWritten.contains(field.field())) {
      return -1;
    }
    return switch (field.opcode()) {
      case GETSTATIC -> last;
      case GETFIELD -> operand(last - 1, depth - 1);
      default -> -1;
    };
  }

  private int operatorOperand(OperatorInstruction operator, int last, int depth) {
    return switch (operator.opcode()) {
      case ARRAYLENGTH, INEG -> operand(last - 1, depth - 1);
      case IADD, ISUB, IMUL, IDIV, IREM, ISHL, ISHR, IUSHR, IAND, IOR, IXOR -> {
        int right = operand(last - 1, depth - 1);
        yield right < 0 ? -1 : operand(right - 1, depth - 1);
      }
      default -> -1;
    };
  }

  private boolean changes(int slot) {
    return written.contains(slot) || counters.containsKey(slot);
  }

  private static boolean isLength(Instruction instruction) {
    return instruction instanceof InvokeInstruction call
        && call.owner().asInternalName().equals("java/lang/String")
        && call.name().equalsString("length");
  }

  // ---- comparisons

  private enum Comparison {
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    EQUAL,
    NOT_EQUAL;

    Comparison not() {
      return switch (this) {
        case LESS -> GREATER_OR_EQUAL;
        case LESS_OR_EQUAL -> GREATER;
        case GREATER -> LESS_OR_EQUAL;
        case GREATER_OR_EQUAL -> LESS;
        case EQUAL -> NOT_EQUAL;
        case NOT_EQUAL -> EQUAL;
      };
    }

    /** With the two sides exchanged. */
    Comparison mirrored() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case EQUAL, NOT_EQUAL -> this;
      };
    }

    /** Whether it ceases to hold as the left side moves by a step. */
    boolean endsGoing(int step) {
      return switch (this) {
        case LESS, LESS_OR_EQUAL -> step > 0;
        case GREATER, GREATER_OR_EQUAL -> step < 0;
        case EQUAL -> true;
        case NOT_EQUAL -> Math.abs(step) == 1;
      };
    }
  }

  private static boolean comparesWithZero(Opcode opcode) {
    return switch (opcode) {
      case IFEQ, IFNE, IFLT, IFLE, IFGT, IFGE -> true;
      default -> false;
    };
  }

  private static @Nullable Comparison comparison(Opcode opcode) {
    return switch (opcode) {
      case IFLT, IF_ICMPLT -> Comparison.LESS;
      case IFLE, IF_ICMPLE -> Comparison.LESS_OR_EQUAL;
      case IFGT, IF_ICMPGT -> Comparison.GREATER;
      case IFGE, IF_ICMPGE -> Comparison.GREATER_OR_EQUAL;
      case IFEQ, IF_ICMPEQ -> Comparison.EQUAL;
      case IFNE, IF_ICMPNE -> Comparison.NOT_EQUAL;
      default -> null;
    };
  }
}
