package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.LocalWork;
import dev.goro.bench.twin.Parallel;
import dev.goro.context.CancelContext;
import dev.goro.context.Context;
import dev.goro.sync.WaitGroup;

/** Looks at contexts. */
final class Contexts {
  private Contexts() {}

  /** An operation makes a child of a context that all share, looks for a value and ends it. */
  static Parallel.Body commonParent() {
    var key = Context.Key.<String>of("key");
    Context parent = Context.withCancel(Context.withValue(Context.background(), key, "value"));
    return share -> {
      long x = 1;
      long right = 0;
      while (share.next()) {
        CancelContext child = Context.withCancel(parent);
        if (child.value(key).orElse("").equals("value")) {
          right++;
        }
        x = LocalWork.compute(x);
        child.cancel();
        x = LocalWork.compute(x);
      }
      LocalWork.consume(x);
      return right;
    };
  }

  private static CancelContext open() {
    return Context.withCancel(Context.background());
  }

  private static Context canceled() {
    CancelContext context = open();
    context.cancel();
    return context;
  }

  static void errsOfCanceled(long ops) {
    check("errors", ops, errs(ops, canceled()));
  }

  static void errsOfOpen(long ops) {
    try (CancelContext context = open()) {
      check("errors", 0, errs(ops, context));
    }
  }

  private static long errs(long ops, Context context) {
    long errs = 0;
    for (long i = 0; i < ops; i++) {
      if (context.err().isPresent()) {
        errs++;
      }
    }
    return errs;
  }

  /** An operation is a look at the channel of a context that has ended. */
  static void donesOfCanceled(long ops) {
    Context context = canceled();
    long ended = 0;
    for (long i = 0; i < ops; i++) {
      if (context.done().tryRecv().isPresent()) {
        ended++;
      }
    }
    check("ends that were seen", ops, ended);
  }

  /** An operation is a look at the channel of a context that all share and that has not ended. */
  static Parallel.Body donesOfOpen() {
    Context context = open();
    return share -> {
      long going = 0;
      while (share.next()) {
        if (context.done().tryRecv().isEmpty()) {
          going++;
        }
      }
      return going;
    };
  }

  // ---- values

  private static final Context.Key<Integer> NO_KEY = Context.Key.of("no key");

  private static Context values(int depth) {
    Context context = Context.background();
    for (int i = 0; i < depth; i++) {
      context = Context.withValue(context, Context.Key.of("key"), i);
    }
    return context;
  }

  /** Numbers that goroutines leave, one after the other. */
  private static final class Absent {
    long count;
  }

  /** An operation is a goroutine that looks for a value that none of so many contexts has. */
  static void deepValueFromNew(long ops, int depth) {
    Context context = values(depth);
    var absent = new Absent();
    for (long i = 0; i < ops; i++) {
      var wg = new WaitGroup();
      wg.add(1);
      go(
          () -> {
            try {
              if (context.value(NO_KEY).isEmpty()) {
                absent.count++;
              }
            } finally {
              wg.done();
            }
          });
      wg.await();
    }
    check("values that were not there", ops, absent.count);
  }

  /** The same without a goroutine. */
  static void deepValue(long ops, int depth) {
    Context context = values(depth);
    long absent = 0;
    for (long i = 0; i < ops; i++) {
      if (context.value(NO_KEY).isEmpty()) {
        absent++;
      }
    }
    check("values that were not there", ops, absent);
  }
}
