package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Go;
import dev.goro.bench.twin.Work;

/** Some work while many other goroutines wait for a channel. Its operation is the work's. */
final class AmongOthers implements Work {
  private final Waiters.OnChannel others = new Waiters.OnChannel();
  private final Work work;

  AmongOthers(int others, Work work) {
    this.work = work;
    try {
      this.others.start(others);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long granularity() {
    return work.granularity();
  }

  @Override
  public void run(long ops) throws Exception {
    work.run(ops);
  }

  @Override
  public void close() throws Exception {
    work.close();
    others.wake();
  }

  /** Takes the dump of all goroutines; an operation is one dump. */
  static final class Dump implements Work {
    private final int others;

    Dump(int others) {
      this.others = others;
    }

    @Override
    public void run(long ops) {
      for (long i = 0; i < ops; i++) {
        String dump = Go.dump();
        // Those that have just been started may not wait yet, and stand in a fold of their own.
        long folds = dump.lines().filter(line -> line.startsWith("goroutine")).count();
        check("goroutines in the dump, in few folds", 1, folds >= 1 && folds <= 50 ? 1 : 0);
        check("goroutines", 1, Go.numGoroutine() > others ? 1 : 0);
      }
    }
  }
}
