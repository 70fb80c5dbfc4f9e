package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * One virtual thread sends to some workers over one channel, and they to one receiver over another.
 * An operation is one value.
 *
 * @param workers how many workers
 */
record Fan(int workers) implements Work {
  private static final int CAPACITY = 64;

  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Long> jobs = Threads.channel(CAPACITY);
    Channel<Long> results = Threads.channel(CAPACITY);
    Threads.start(
        () -> {
          for (long i = 0; i < ops; i++) {
            jobs.send(i);
          }
          jobs.done();
        });
    for (int w = 0; w < workers; w++) {
      Threads.start(
          () -> {
            while (jobs.receiveOrClosed() instanceof Long job) {
              results.send(job + 1);
            }
          });
    }
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      sum += results.receive();
    }
    check("sum of the results", ops * (ops + 1) / 2, sum);
  }
}
