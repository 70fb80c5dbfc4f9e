package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;

/**
 * One goroutine sends to some workers over one channel, and they to one receiver over another. An
 * operation is one value.
 *
 * @param workers how many workers
 */
record Fan(int workers) implements Work {
  private static final int CAPACITY = 64;

  @Override
  public void run(long ops) {
    Chan<Long> jobs = Chan.make(CAPACITY);
    Chan<Long> results = Chan.make(CAPACITY);
    go(
        () -> {
          for (long i = 0; i < ops; i++) {
            jobs.send(i);
          }
          jobs.close();
        });
    for (int w = 0; w < workers; w++) {
      go(
          () -> {
            for (long job : jobs) {
              results.send(job + 1);
            }
          });
    }
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += results.recv();
    }
    check("sum of the results", ops * (ops + 1) / 2, sum);
  }
}
