package dev.goro.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the calls by which a class recurses, and says which of them need a poll.
 *
 * <p>It is the graph of the class's own calls that is looked at: a call that leads back to a method
 * on the way here closes a circle, as a branch does that leads back in a method. So does a call, on
 * whatever object, of a method with the caller's own name and type: that is how the nodes of a tree
 * of several classes call each other. (Circles through several classes and other names are not
 * seen; tier 1 covers them.)
 *
 * <p>The poll goes before the call, not to the method's entry: the leaves of the recursion, which
 * are half of all calls and more, go without. And one is enough on each way through the method, be
 * it before the call or after it, that of a loop included: how deep the calls may be nested is
 * bounded by the stack, so that what has no end comes back and calls again.
 */
final class Recursion {
  private final ClassCode code;
  private final Map<ClassCode.Key, BitSet> closing = new HashMap<>();
  private final Set<ClassCode.Key> begun = new HashSet<>();
  private final Set<ClassCode.Key> underWay = new HashSet<>();

  Recursion(ClassCode code) {
    this.code = code;
    code.methods.keySet().forEach(this::visit);
  }

  /** Adds to a method's polls those that its recursive calls need. */
  void addTo(BitSet polls, ClassCode.Key key) {
    BitSet calls = closing.get(key);
    if (calls == null) {
      return;
    }
    polls.or(unpolled(code.method(key), polls, calls));
  }

  private void visit(ClassCode.Key key) {
    if (!begun.add(key)) {
      return;
    }
    // The depth is that of a chain of calls within one class.
    underWay.add(key);
    MethodCode method = code.method(key);
    for (int i = 0; i < method.size(); i++) {
      Instruction instruction = method.at(i);
      ClassCode.Key called = code.called(instruction);
      if (called == null) {
        if (isSameMethodElsewhere(instruction, key, method)) {
          close(key, i);
        }
      } else if (underWay.contains(called)) {
        close(key, i);
      } else {
        visit(called);
      }
    }
    underWay.remove(key);
  }

  private void close(ClassCode.Key key, int call) {
    closing.computeIfAbsent(key, _ -> new BitSet()).set(call);
  }

  private static boolean isSameMethodElsewhere(
      Instruction instruction, ClassCode.Key key, MethodCode method) {
    return instruction instanceof InvokeInstruction call
        && (call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE)
        && (method.method.flags().flagsMask() & ClassFile.ACC_STATIC) == 0
        && call.name().equalsString(key.name())
        && call.type().equalsString(key.descriptor());
  }

  /**
   * Those of the calls that need a poll: to which some way leads from the method's entry without
   * one, and from which some way leads out of the method without one.
   */
  private static BitSet unpolled(MethodCode method, BitSet polls, BitSet calls) {
    var polled = (BitSet) polls.clone();
    polled.or(calls);
    var entries = (BitSet) method.handlers.clone();
    entries.set(0);
    BitSet needy = reached(method, entries, polled);
    needy.and(calls);
    for (int call = needy.nextSetBit(0); call >= 0; call = needy.nextSetBit(call + 1)) {
      var next = new BitSet();
      for (int to : method.successors(call)) {
        next.set(to);
      }
      BitSet after = reached(method, next, polls);
      if (after.stream().allMatch(i -> polls.get(i) || method.successors(i).length > 0)) {
        needy.clear(call);
      }
    }
    return needy;
  }

  /** What is reached from some instructions without going on from a poll. */
  private static BitSet reached(MethodCode method, BitSet from, BitSet polled) {
    var reached = (BitSet) from.clone();
    var todo = new ArrayDeque<Integer>();
    from.stream().forEach(todo::add);
    while (!todo.isEmpty()) {
      int i = todo.pop();
      if (!polled.get(i)) {
        for (int to : method.successors(i)) {
          if (!reached.get(to)) {
            reached.set(to);
            todo.add(to);
          }
        }
      }
    }
    return reached;
  }
}
