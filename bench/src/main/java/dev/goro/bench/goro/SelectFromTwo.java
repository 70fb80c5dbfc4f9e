package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * Two goroutines send, each over a channel of its own, and one receives from whichever is ready. An
 * operation is one value.
 */
final class SelectFromTwo implements Work {
  @Override
  public long granularity() {
    return 2;
  }

  @Override
  public void run(long ops) {
    Chan<Long> even = numbers(0, ops);
    Chan<Long> odd = numbers(1, ops);
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += select(recv(even, v -> v), recv(odd, v -> v));
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }

  private static Chan<Long> numbers(long first, long end) {
    Chan<Long> ch = Chan.make();
    go(
        () -> {
          for (long i = first; i < end; i += 2) {
            ch.send(i);
          }
        });
    return ch;
  }
}
