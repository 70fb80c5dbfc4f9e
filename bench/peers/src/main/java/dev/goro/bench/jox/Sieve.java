package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Primes;
import dev.goro.bench.twin.Work;

/**
 * The sieve of concurrent processes: for each prime a virtual thread that lets pass what it does
 * not divide, in a row that grows with each prime. An operation is one number that goes in.
 *
 * @param limit the numbers are below it
 */
record Sieve(int limit) implements Work {
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
    Channel<Integer> numbers = Threads.channel(0);
    Threads.start(
        () -> {
          for (int i = 2; i < limit; i++) {
            numbers.send(i);
          }
          numbers.done();
        });
    long sum = 0;
    var left = numbers;
    while (left.receiveOrClosed() instanceof Integer prime) {
      sum += prime;
      var in = left;
      Channel<Integer> out = Threads.channel(0);
      int divisor = prime;
      Threads.start(() -> filter(in, out, divisor));
      left = out;
    }
    return sum;
  }

  private static void filter(Channel<Integer> in, Channel<Integer> out, int divisor)
      throws InterruptedException {
    while (in.receiveOrClosed() instanceof Integer i) {
      if (i % divisor != 0) {
        out.send(i);
      }
    }
    out.done();
  }
}
