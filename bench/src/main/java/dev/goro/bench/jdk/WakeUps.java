package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntConsumer;

/**
 * Two virtual threads take turns as sender and receiver. The receiver is busy for a time and then
 * waits; the sender is busy for a little longer and then sends. An operation is two such
 * hand-overs, one in each direction.
 *
 * @param micros how long the receiver is busy
 * @param busy is busy for so many microseconds
 */
record WakeUps(int micros, IntConsumer busy) implements Work {
  /** How much longer the sender is busy, so that the receiver waits already. */
  private static final int LONGER_MICROS = 5;

  @Override
  public void run(long ops) throws InterruptedException {
    BlockingQueue<Long> ping = Queues.make(0);
    BlockingQueue<Long> pong = Queues.make(0);
    BlockingQueue<Long> sums = Queues.make(0);
    Interruptible.start(
        () -> {
          long sum = 0;
          for (long i = 0; i < ops; i++) {
            busy.accept(micros + LONGER_MICROS);
            ping.put(i);
            busy.accept(micros);
            sum += pong.take();
          }
          sums.put(sum);
        });
    Interruptible.start(
        () -> {
          long sum = 0;
          for (long i = 0; i < ops; i++) {
            busy.accept(micros);
            sum += ping.take();
            busy.accept(micros + LONGER_MICROS);
            pong.put(i);
          }
          sums.put(sum);
        });
    check("sum of what both received", ops * (ops - 1), sums.take() + sums.take());
  }
}
