package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Works;
import java.util.concurrent.SynchronousQueue;

/** The suite {@code coroutine}: threads that hand over, since the JDK has no generators. */
final class CoroutineWorks {
  private static final int NODES = 1_023;

  static final Works ALL =
      new Works()
          .add("generator-next", _ -> CoroutineWorks::next)
          .add("generator-make", _ -> CoroutineWorks::make)
          .add("generator-close", _ -> CoroutineWorks::close)
          .add("generator-tree", _ -> CoroutineWorks::tree);

  private CoroutineWorks() {}

  private static HandedOver upTo(long n) {
    return new HandedOver(
        elements -> {
          for (long i = 0; i < n; i++) {
            elements.put(i);
          }
        });
  }

  private static void next(long ops) throws InterruptedException {
    var g = upTo(ops);
    long sum = 0;
    for (long v = g.next(); v != HandedOver.END; v = g.next()) {
      sum += v;
    }
    check("sum of the elements", ops * (ops - 1) / 2, sum);
  }

  private static void make(long ops) throws InterruptedException {
    long elements = 0;
    for (long i = 0; i < ops; i++) {
      var g = upTo(1);
      for (long v = g.next(); v != HandedOver.END; v = g.next()) {
        elements += 1 + v;
      }
    }
    check("elements", ops, elements);
  }

  private static void close(long ops) throws InterruptedException {
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

    void walk(SynchronousQueue<Long> elements) throws InterruptedException {
      if (left != null) {
        left.walk(elements);
      }
      elements.put(value);
      if (right != null) {
        right.walk(elements);
      }
    }
  }

  private static void tree(long ops) throws InterruptedException {
    var tree = Tree.of(0, NODES);
    long walks = (ops + NODES - 1) / NODES;
    long sum = 0;
    for (long i = 0; i < walks; i++) {
      var g = new HandedOver(tree::walk);
      for (long v = g.next(); v != HandedOver.END; v = g.next()) {
        sum += v;
      }
    }
    check("sum of the nodes", walks * NODES * (NODES - 1) / 2, sum);
  }
}
