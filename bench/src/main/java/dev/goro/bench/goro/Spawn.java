package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import dev.goro.sync.WaitGroup;

/**
 * Goroutines are started in batches, and each batch is waited for. An operation is one goroutine.
 *
 * @param batch how many goroutines make a batch
 */
record Spawn(int batch) implements Work {
  @Override
  public long granularity() {
    return batch;
  }

  @Override
  public void run(long ops) {
    var results = new long[batch];
    long sum = 0;
    for (long done = 0; done < ops; done += batch) {
      long first = done;
      var wg = new WaitGroup();
      for (int i = 0; i < batch; i++) {
        int me = i;
        wg.go(() -> results[me] = first + me);
      }
      wg.await();
      for (long r : results) {
        sum += r;
      }
    }
    check("sum of what the goroutines left", ops * (ops - 1) / 2, sum);
  }
}
