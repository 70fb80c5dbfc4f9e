package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;
import dev.goro.sync.Once;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** An operation is a call of what was done long ago. */
final class Onces {
  private Onces() {}

  static Work shared() {
    Parallel parallel = Goroutines.parallel();
    return ops -> {
      var once = new Once();
      var calls = new AtomicLong();
      Runnable f = calls::incrementAndGet;
      parallel.run(
          ops,
          share -> {
            long mine = 0;
            while (share.next()) {
              once.run(f);
              mine++;
            }
            return mine;
          });
      check("calls of the function", 1, calls.get());
    };
  }

  static void func(long ops) {
    var calls = new AtomicLong();
    Runnable f = Once.func(calls::incrementAndGet);
    for (long i = 0; i < ops; i++) {
      f.run();
    }
    check("calls of the function", 1, calls.get());
  }

  static void value(long ops) {
    Supplier<Integer> f = Once.value(() -> 42);
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += f.get();
    }
    check("sum of the values", 42 * ops, sum);
  }
}
