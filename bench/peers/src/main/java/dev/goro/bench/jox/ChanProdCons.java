package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanProdCons…}: as many senders and as many receivers as virtual threads may run at once
 * share one channel. An operation is one value.
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
  public void run(long ops) throws InterruptedException {
    int pairs = Threads.procs();
    var batches = new AtomicLong(ops / BATCH);
    Channel<Integer> ch = Threads.channel(capacity);
    Channel<Long> ended = Threads.channel(2 * pairs);
    for (int i = 0; i < pairs; i++) {
      Threads.start(() -> ended.send(produce(ch, batches)));
      Threads.start(() -> ended.send(consume(ch)));
    }
    long received = 0;
    for (int i = 0; i < 2 * pairs; i++) {
      received += ended.receive();
    }
    check("values received", ops, received);
  }

  private long produce(Channel<Integer> ch, AtomicLong batches) throws InterruptedException {
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

  private long consume(Channel<Integer> ch) throws InterruptedException {
    long foo = Labour.start();
    long received = 0;
    while (ch.receive() != END) {
      received++;
      foo = Labour.halve(foo, labour);
    }
    return received + foo;
  }
}
