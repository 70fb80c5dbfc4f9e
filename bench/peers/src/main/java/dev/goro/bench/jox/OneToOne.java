package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * One virtual thread sends, one receives, over a channel. An operation is one value.
 *
 * @param capacity the channel's capacity
 */
record OneToOne(int capacity) implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Long> ch = Threads.channel(capacity);
    Threads.start(
        () -> {
          for (long i = 0; i < ops; i++) {
            ch.send(i);
          }
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += ch.receive();
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }
}
