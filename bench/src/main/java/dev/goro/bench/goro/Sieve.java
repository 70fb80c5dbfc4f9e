package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Primes;
import dev.goro.bench.twin.Work;

/**
 * The sieve of concurrent processes: for each prime a goroutine that lets pass what it does not
 * divide, in a row that grows with each prime. An operation is one number that goes in.
 *
 * @param limit the numbers are below it
 */
record Sieve(int limit) implements Work {
  @Override
  public long granularity() {
    return limit;
  }

  @Override
  public void run(long ops) {
    for (long done = 0; done < ops; done += limit) {
      check("sum of the primes", Primes.sumBelow(limit), sumOfPrimes());
    }
  }

  private long sumOfPrimes() {
    Chan<Integer> numbers = Chan.make();
    go(
        () -> {
          for (int i = 2; i < limit; i++) {
            numbers.send(i);
          }
          numbers.close();
        });
    long sum = 0;
    var left = numbers;
    for (Integer prime = left.recv(); prime != null; prime = left.recv()) {
      sum += prime;
      var in = left;
      Chan<Integer> out = Chan.make();
      int divisor = prime;
      go(() -> filter(in, out, divisor));
      left = out;
    }
    return sum;
  }

  private static void filter(Chan<Integer> in, Chan<Integer> out, int divisor) {
    for (int i : in) {
      if (i % divisor != 0) {
        out.send(i);
      }
    }
    out.close();
  }
}
