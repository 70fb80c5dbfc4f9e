package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * Virtual threads in a row, each adds one to what comes from its left and hands it to its right.
 * One value is under way at a time. An operation is one hop.
 */
final class Chain implements Work {
  /** Ends each thread on its way through: a queue cannot be closed. */
  private static final long END = -1;

  private final int length;
  private final BlockingQueue<Long> left = Queues.make(0);
  private final BlockingQueue<Long> right;

  Chain(int length) {
    this.length = length;
    var in = left;
    for (int i = 0; i < length; i++) {
      BlockingQueue<Long> from = in;
      BlockingQueue<Long> to = Queues.make(0);
      Interruptible.start(
          () -> {
            for (long v = from.take(); v != END; v = from.take()) {
              to.put(v + 1);
            }
            to.put(END);
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
      left.put(hops);
      hops = right.take();
    }
    check("hops", ops, hops);
  }

  @Override
  public void close() throws InterruptedException {
    left.put(END);
    check("end of the chain", END, right.take());
  }
}
