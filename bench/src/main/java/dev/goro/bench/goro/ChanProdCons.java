package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanProdCons…}: as many senders and as many receivers as there are Ps share one channel.
 * An operation is one value.
 *
 * @param capacity the channel's capacity
 * @param labour how many steps of arithmetic go with each value, on either side
 */
record ChanProdCons(int capacity, int labour) implements Work {
  /** How many values a sender sends before it looks whether there is more to do. */
  private static final int BATCH = 1_000;

  private static final int VALUE = 1;
  private static final int END = 0;

  @Override
  public long granularity() {
    return BATCH;
  }

  @Override
  public void run(long ops) {
    int pairs = Go.gomaxprocs();
    var batches = new AtomicLong(ops / BATCH);
    Chan<Integer> ch = Chan.make(capacity);
    Chan<Long> ended = Chan.make(2 * pairs);
    for (int i = 0; i < pairs; i++) {
      go(() -> ended.send(produce(ch, batches)));
      go(() -> ended.send(consume(ch)));
    }
    long received = 0;
    for (int i = 0; i < 2 * pairs; i++) {
      received += ended.recv();
    }
    check("values received", ops, received);
  }

  private long produce(Chan<Integer> ch, AtomicLong batches) {
    long foo = Labour.start();
    while (batches.decrementAndGet() >= 0) {
      for (int i = 0; i < BATCH; i++) {
        foo = Labour.halve(foo, labour);
        ch.send(VALUE);
      }
    }
    ch.send(END);
    return foo;
  }

  private long consume(Chan<Integer> ch) {
    long foo = Labour.start();
    long received = 0;
    while (ch.recv() != END) {
      received++;
      foo = Labour.halve(foo, labour);
    }
    return received + foo;
  }
}
