package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Primes;
import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

/**
 * The sieve of concurrent processes: for each prime a virtual thread that lets pass what it does
 * not divide, in a row that grows with each prime. An operation is one number that goes in.
 *
 * @param limit the numbers are below it
 */
record Sieve(int limit) implements Work {
  /** Ends each thread: a queue cannot be closed. */
  private static final int END = 0;

  @Override
  public long granularity() {
    return limit;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    for (long done = 0; done < ops; done += limit) {
      check("sum of the primes", Primes.sumBelow(limit), sumOfPrimes());
    }
  }

  private long sumOfPrimes() throws InterruptedException {
    BlockingQueue<Integer> numbers = Queues.make(0);
    Interruptible.start(
        () -> {
          for (int i = 2; i < limit; i++) {
            numbers.put(i);
          }
          numbers.put(END);
        });
    long sum = 0;
    var left = numbers;
    for (int prime = left.take(); prime != END; prime = left.take()) {
      sum += prime;
      var in = left;
      BlockingQueue<Integer> out = Queues.make(0);
      int divisor = prime;
      Interruptible.start(() -> filter(in, out, divisor));
      left = out;
    }
    return sum;
  }

  private static void filter(BlockingQueue<Integer> in, BlockingQueue<Integer> out, int divisor)
      throws InterruptedException {
    for (int i = in.take(); i != END; i = in.take()) {
      if (i % divisor != 0) {
        out.put(i);
      }
    }
    out.put(END);
  }
}
