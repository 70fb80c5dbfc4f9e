package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import java.util.function.IntConsumer;

/**
 * Two goroutines take turns as sender and receiver. The receiver is busy for a time and then waits;
 * the sender is busy for a little longer and then sends. An operation is two such hand-overs, one
 * in each direction.
 *
 * @param micros how long the receiver is busy
 * @param busy is busy for so many microseconds
 */
record WakeUps(int micros, IntConsumer busy) implements Work {
  /** How much longer the sender is busy, so that the receiver waits already. */
  private static final int LONGER_MICROS = 5;

  @Override
  public void run(long ops) {
    Chan<Long> ping = Chan.make();
    Chan<Long> pong = Chan.make();
    Chan<Long> sums = Chan.make();
    go(
        () -> {
          long sum = 0;
          for (long i = 0; i < ops; i++) {
            busy.accept(micros + LONGER_MICROS);
            ping.send(i);
            busy.accept(micros);
            sum += pong.recv();
          }
          sums.send(sum);
        });
    go(
        () -> {
          long sum = 0;
          for (long i = 0; i < ops; i++) {
            busy.accept(micros);
            sum += ping.recv();
            busy.accept(micros + LONGER_MICROS);
            pong.send(i);
          }
          sums.send(sum);
        });
    check("sum of what both received", ops * (ops - 1), sums.recv() + sums.recv());
  }
}
