package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * Goroutines start one another, in several rows at once. An operation is one goroutine.
 *
 * @param rows how many rows
 */
record CreateInRows(int rows) implements Work {
  @Override
  public long granularity() {
    return rows;
  }

  @Override
  public void run(long ops) {
    long each = ops / rows;
    Chan<Long> ends = Chan.make();
    for (int i = 0; i < rows; i++) {
      go(() -> next(ends, each, 0));
    }
    for (int i = 0; i < rows; i++) {
      check("goroutines in a row", each, ends.recv());
    }
  }

  private static void next(Chan<Long> ends, long left, long depth) {
    if (left == 0) {
      ends.send(depth);
      return;
    }
    go(() -> next(ends, left - 1, depth + 1));
  }
}
