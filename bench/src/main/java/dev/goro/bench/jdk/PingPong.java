package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * One virtual thread sends a value and waits for the answer of another. An operation is one round
 * trip.
 */
final class PingPong implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    BlockingQueue<Long> ping = Queues.make(0);
    BlockingQueue<Long> pong = Queues.make(0);
    Thread other =
        Interruptible.start(
            () -> {
              for (long i = 0; i < ops; i++) {
                pong.put(ping.take() + 1);
              }
            });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      ping.put(i);
      sum += pong.take();
    }
    other.join();
    check("sum of the answers", ops * (ops + 1) / 2, sum);
  }
}
