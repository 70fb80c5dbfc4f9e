package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanProdCons…}: as many threads that put and that take as may run at once share one queue.
 * An operation is one value.
 *
 * @param capacity the queue's capacity
 * @param labour how many steps of arithmetic go with each value, on either side
 */
record ChanProdCons(int capacity, int labour) implements Work {
  /** How many values a thread puts before it looks whether there is more to do. */
  private static final int BATCH = 1_000;

  private static final int VALUE = 1;
  private static final int END = 0;

  @Override
  public long granularity() {
    return BATCH;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    int pairs = VirtualThreads.procs();
    var batches = new AtomicLong(ops / BATCH);
    BlockingQueue<Integer> queue = Queues.make(capacity);
    BlockingQueue<Long> ended = Queues.make(2 * pairs);
    for (int i = 0; i < pairs; i++) {
      Interruptible.start(() -> ended.put(produce(queue, batches)));
      Interruptible.start(() -> ended.put(consume(queue)));
    }
    long received = 0;
    for (int i = 0; i < 2 * pairs; i++) {
      received += ended.take();
    }
    check("values received", ops, received);
  }

  private long produce(BlockingQueue<Integer> queue, AtomicLong batches)
      throws InterruptedException {
    long foo = Labour.start();
    while (batches.decrementAndGet() >= 0) {
      for (int i = 0; i < BATCH; i++) {
        foo = Labour.halve(foo, labour);
        queue.put(VALUE);
      }
    }
    queue.put(END);
    return foo;
  }

  private long consume(BlockingQueue<Integer> queue) throws InterruptedException {
    long foo = Labour.start();
    long received = 0;
    while (queue.take() != END) {
      received++;
      foo = Labour.halve(foo, labour);
    }
    return received + foo;
  }
}
