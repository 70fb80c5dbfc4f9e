package dev.goro.agent;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Finds a method's loops and says where they need a poll: just before each branch that leads back.
 *
 * <p>A loop goes without one if it has no other loop inside, calls nothing that could take long,
 * and ends after a number of rounds (see {@link FiniteLoop}). Tier 1 covers such loops, and the
 * compiler may unroll and vectorise them as before.
 */
final class Loops {
  private final MethodCode code;
  private final IntPredicate mayTakeLong;

  /** The branches that lead back, by where they lead. */
  private final SortedMap<Integer, BitSet> backEdges = new TreeMap<>();

  /**
   * Finds the loops.
   *
   * @param mayTakeLong tells of an instruction whether it may take long
   */
  Loops(MethodCode code, IntPredicate mayTakeLong) {
    this.code = code;
    this.mayTakeLong = mayTakeLong;
    for (int i = 0; i < code.size(); i++) {
      for (int to : code.successors(i)) {
        if (to <= i) {
          backEdges.computeIfAbsent(to, _ -> new BitSet()).set(i);
        }
      }
    }
  }

  /** Whether the control never goes back. */
  static boolean none(MethodCode code) {
    for (int i = 0; i < code.size(); i++) {
      for (int to : code.successors(i)) {
        if (to <= i) {
          return false;
        }
      }
    }
    return code.handlersBefore.isEmpty();
  }

  /** The instructions before which a poll goes. */
  BitSet polls() {
    var polls = new BitSet();
    polls.or(code.handlersBefore);
    backEdges.forEach(
        (header, sources) -> {
          if (!goesWithout(header, sources)) {
            polls.or(sources);
          }
        });
    return polls;
  }

  private boolean goesWithout(int header, BitSet sources) {
    BitSet body = body(header, sources);
    if (body.intersects(code.handlers) || (header != 0 && body.get(0))) {
      return false; // entered by an exception, or by the side
    }
    for (int i = body.nextSetBit(0); i >= 0; i = body.nextSetBit(i + 1)) {
      if (mayTakeLong.test(i)) {
        return false;
      }
    }
    boolean innermost =
        backEdges.entrySet().stream()
            .noneMatch(
                other ->
                    other.getKey() != header
                        && body.get(other.getKey())
                        && body.intersects(other.getValue()));
    return innermost && new FiniteLoop(code, header, body).isFinite();
  }

  /** What lies on a way from the header back to it. */
  private BitSet body(int header, BitSet sources) {
    var body = new BitSet();
    body.set(header);
    var todo = new ArrayDeque<Integer>();
    sources.stream().filter(s -> s != header).forEach(todo::add);
    body.or(sources);
    while (!todo.isEmpty()) {
      for (int from : code.predecessors(todo.pop())) {
        if (!body.get(from)) {
          body.set(from);
          todo.add(from);
        }
      }
    }
    return body;
  }
}
