package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;

/**
 * One virtual thread sends a value and waits for the answer of another. An operation is one round
 * trip.
 */
final class PingPong implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Long> ping = Threads.channel(0);
    Channel<Long> pong = Threads.channel(0);
    Threads.start(
        () -> {
          while (ping.receiveOrClosed() instanceof Long v) {
            pong.send(v + 1);
          }
          pong.done();
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      ping.send(i);
      sum += pong.receive();
    }
    ping.done();
    if (!(pong.receiveOrClosed() instanceof ChannelDone)) {
      throw new WrongResultException("an answer came that nobody asked for");
    }
    check("sum of the answers", ops * (ops + 1) / 2, sum);
  }
}
