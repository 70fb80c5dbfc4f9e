package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.context.CancelContext;
import dev.goro.context.Context;

/** Rows of contexts, each made from the one before. */
final class ContextTrees {
  private ContextTrees() {}

  private static Context descendants(Context root, int depth) {
    Context last = root;
    for (int i = 0; i < depth; i++) {
      last = Context.withCancel(last);
    }
    return last;
  }

  /** An operation makes a row. */
  static void background(long ops, int depth) {
    long open = 0;
    for (long i = 0; i < ops; i++) {
      if (descendants(Context.background(), depth).err().isEmpty()) {
        open++;
      }
    }
    check("rows that have not ended", ops, open);
  }

  /** An operation makes a row and ends its first context, and so all. */
  static void open(long ops, int depth) {
    long ended = 0;
    for (long i = 0; i < ops; i++) {
      CancelContext root = Context.withCancel(Context.background());
      Context last = descendants(root, depth);
      root.cancel();
      if (last.err().isPresent()) {
        ended++;
      }
    }
    check("rows that have ended", ops, ended);
  }

  /** An operation makes a row below a context that has ended. */
  static void ended(long ops, int depth) {
    long ended = 0;
    for (long i = 0; i < ops; i++) {
      CancelContext root = Context.withCancel(Context.background());
      root.cancel();
      if (descendants(root, depth).err().isPresent()) {
        ended++;
      }
    }
    check("rows that have ended", ops, ended);
  }
}
