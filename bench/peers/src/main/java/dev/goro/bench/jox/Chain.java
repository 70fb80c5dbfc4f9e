package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;

/**
 * Virtual threads in a row, each adds one to what comes from its left and hands it to its right.
 * One value is under way at a time. An operation is one hop.
 */
final class Chain implements Work {
  private final int length;
  private final Channel<Long> left = Threads.channel(0);
  private final Channel<Long> right;

  Chain(int length) {
    this.length = length;
    var in = left;
    for (int i = 0; i < length; i++) {
      Channel<Long> from = in;
      Channel<Long> to = Threads.channel(0);
      Threads.start(
          () -> {
            while (from.receiveOrClosed() instanceof Long v) {
              to.send(v + 1);
            }
            to.done();
          });
      in = to;
    }
    right = in;
  }

  @Override
  public long granularity() {
    return length;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    long hops = 0;
    while (hops < ops) {
      left.send(hops);
      hops = right.receive();
    }
    check("hops", ops, hops);
  }

  @Override
  public void close() throws InterruptedException {
    left.done();
    if (!(right.receiveOrClosed() instanceof ChannelDone)) {
      throw new WrongResultException("chain: a value came out that nobody sent");
    }
  }
}
