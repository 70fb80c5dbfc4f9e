package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Works;
import dev.goro.coroutine.Generator;

/** The suite {@code coroutine}: generators. */
final class CoroutineWorks {
  private static final int NODES = 1_023;

  static final Works ALL =
      new Works()
          .add("generator-next", _ -> CoroutineWorks::next)
          .add("generator-make", _ -> CoroutineWorks::make)
          .add("generator-close", _ -> CoroutineWorks::close)
          .add("generator-tree", _ -> CoroutineWorks::tree);

  private CoroutineWorks() {}

  private static Generator<Long> upTo(long n) {
    return Generator.of(
        self -> {
          for (long i = 0; i < n; i++) {
            self.yield(i);
          }
        });
  }

  private static void next(long ops) {
    long sum = 0;
    for (long v : upTo(ops)) {
      sum += v;
    }
    check("sum of the elements", ops * (ops - 1) / 2, sum);
  }

  private static void make(long ops) {
    long elements = 0;
    for (long i = 0; i < ops; i++) {
      for (long v : upTo(1)) {
        elements += 1 + v;
      }
    }
    check("elements", ops, elements);
  }

  private static void close(long ops) {
    long elements = 0;
    for (long i = 0; i < ops; i++) {
      try (var g = upTo(2)) {
        elements += 1 + g.next();
      }
    }
    check("elements", ops, elements);
  }

  private record Tree(Tree left, long value, Tree right) {
    static Tree of(long from, long to) {
      if (from == to) {
        return null;
      }
      long middle = (from + to) / 2;
      return new Tree(of(from, middle), middle, of(middle + 1, to));
    }

    void walk(Generator.Self<Long> self) {
      if (left != null) {
        left.walk(self);
      }
      self.yield(value);
      if (right != null) {
        right.walk(self);
      }
    }
  }

  private static void tree(long ops) {
    var tree = Tree.of(0, NODES);
    long walks = (ops + NODES - 1) / NODES;
    long sum = 0;
    for (long i = 0; i < walks; i++) {
      for (long v : Generator.<Long>of(tree::walk)) {
        sum += v;
      }
    }
    check("sum of the nodes", walks * NODES * (NODES - 1) / 2, sum);
  }
}
