package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/** One goroutine sends and one selects from that one channel. An operation is one value. */
final class SelectFromOne implements Work {
  @Override
  public void run(long ops) {
    Chan<Long> ch = Chan.make();
    go(
        () -> {
          for (long i = 0; i < ops; i++) {
            ch.send(i);
          }
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += select(recv(ch, v -> v));
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }
}
