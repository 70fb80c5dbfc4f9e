package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanSync}, {@code ChanSyncWork}: two virtual threads take turns in putting into one {@code
 * SynchronousQueue}. An operation is one value.
 *
 * @param divisions how many divisions follow each put and take
 */
record ChanSync(int divisions) implements Work {
  private static final int THREADS = 2;

  /** How many times a thread puts and takes before it looks whether there is more to do. */
  private static final int BATCH = 1_000;

  @Override
  public long granularity() {
    return THREADS * BATCH;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    var batches = new AtomicLong(ops / BATCH);
    BlockingQueue<Integer> queue = Queues.make(0);
    BlockingQueue<Long> ended = Queues.make(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Interruptible.start(() -> ended.put(takeTurns(queue, batches)));
    }
    long received = 0;
    for (int i = 0; i < THREADS; i++) {
      received += ended.take();
    }
    check("values received", ops, received);
  }

  /** Of two batches that run at the same time, one begins with a put, the other with a take. */
  private long takeTurns(BlockingQueue<Integer> queue, AtomicLong batches)
      throws InterruptedException {
    long received = 0;
    long labour = Labour.start();
    for (long batch = batches.decrementAndGet(); batch >= 0; batch = batches.decrementAndGet()) {
      for (int i = 0; i < BATCH; i++) {
        if (batch % 2 == 0) {
          received += queue.take();
          labour = Labour.divide(labour, divisions);
          queue.put(1);
          labour = Labour.divide(labour, divisions);
        } else {
          queue.put(1);
          labour = Labour.divide(labour, divisions);
          received += queue.take();
          labour = Labour.divide(labour, divisions);
        }
      }
    }
    return received + labour;
  }
}
