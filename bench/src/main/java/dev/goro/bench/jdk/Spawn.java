package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.CountDownLatch;

/**
 * Virtual threads are started in batches, and each batch is waited for. An operation is one thread.
 *
 * @param batch how many threads make a batch
 */
record Spawn(int batch) implements Work {
  @Override
  public long granularity() {
    return batch;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    var results = new long[batch];
    long sum = 0;
    for (long done = 0; done < ops; done += batch) {
      long first = done;
      var latch = new CountDownLatch(batch);
      for (int i = 0; i < batch; i++) {
        int me = i;
        Thread.startVirtualThread(
            () -> {
              results[me] = first + me;
              latch.countDown();
            });
      }
      latch.await();
      for (long r : results) {
        sum += r;
      }
    }
    check("sum of what the threads left", ops * (ops - 1) / 2, sum);
  }
}
