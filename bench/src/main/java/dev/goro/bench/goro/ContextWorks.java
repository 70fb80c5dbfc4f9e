package dev.goro.bench.goro;

import dev.goro.bench.twin.Works;

/** The suite {@code context}: what the tests of Go's package context measure, by the same names. */
final class ContextWorks {
  private static final int[] OTHERS = {40, 4_000, 400_000};
  private static final int[] ROWS = {1, 10, 100, 1_000};
  private static final int[] DEPTHS = {10, 20, 30, 50, 100};

  static final Works ALL =
      new Works()
          .add("CommonParentCancel", _ -> Goroutines.parallel().work(Contexts::commonParent))
          .add("CheckCanceled-Err", _ -> Contexts::errsOfCanceled)
          .add("CheckCanceled-Done", _ -> Contexts::donesOfCanceled)
          .add("ContextCancelDone", _ -> Goroutines.parallel().work(Contexts::donesOfOpen))
          .add("ErrOK", _ -> Contexts::errsOfOpen)
          .add("ErrCanceled", _ -> Contexts::errsOfCanceled);

  static {
    for (int others : OTHERS) {
      ALL.add("WithTimeout-" + others, TimeoutsAmongOthers::new);
    }
    for (int row : ROWS) {
      ALL.add("CancelTree-Background-" + row, depth -> ops -> ContextTrees.background(ops, depth))
          .add("CancelTree-OpenCanceler-" + row, depth -> ops -> ContextTrees.open(ops, depth))
          .add("CancelTree-ClosedCanceler-" + row, depth -> ops -> ContextTrees.ended(ops, depth));
    }
    for (int depth : DEPTHS) {
      ALL.add("DeepValueNewGoRoutine-" + depth, d -> ops -> Contexts.deepValueFromNew(ops, d))
          .add("DeepValueSameGoRoutine-" + depth, d -> ops -> Contexts.deepValue(ops, d));
    }
  }

  private ContextWorks() {}
}
