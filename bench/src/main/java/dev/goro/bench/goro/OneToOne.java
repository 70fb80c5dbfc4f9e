package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * One goroutine sends, one receives, over a channel. An operation is one value.
 *
 * @param capacity the channel's capacity
 */
record OneToOne(int capacity) implements Work {
  @Override
  public void run(long ops) {
    Chan<Long> ch = Chan.make(capacity);
    go(
        () -> {
          for (long i = 0; i < ops; i++) {
            ch.send(i);
          }
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += ch.recv();
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }
}
