package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * One virtual thread puts for some workers into one queue, and they for one that takes into
 * another. An operation is one value.
 *
 * @param workers how many workers
 */
record Fan(int workers) implements Work {
  /** Ends a worker: a queue cannot be closed. */
  private static final long END = -1;

  private static final int CAPACITY = 64;

  @Override
  public void run(long ops) throws InterruptedException {
    BlockingQueue<Long> jobs = Queues.make(CAPACITY);
    BlockingQueue<Long> results = Queues.make(CAPACITY);
    Interruptible.start(
        () -> {
          for (long i = 0; i < ops; i++) {
            jobs.put(i);
          }
          for (int w = 0; w < workers; w++) {
            jobs.put(END);
          }
        });
    for (int w = 0; w < workers; w++) {
      Interruptible.start(
          () -> {
            for (long job = jobs.take(); job != END; job = jobs.take()) {
              results.put(job + 1);
            }
          });
    }
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += results.take();
    }
    check("sum of the results", ops * (ops + 1) / 2, sum);
  }
}
