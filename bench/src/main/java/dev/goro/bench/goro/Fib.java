package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Fibonacci;
import dev.goro.bench.twin.Work;

/**
 * Fibonacci numbers, with a goroutine for one of each two summands: work that only stealing
 * spreads. An operation is one goroutine.
 *
 * @param n which number
 */
record Fib(int n) implements Work {
  @Override
  public long granularity() {
    return Fibonacci.forks(n);
  }

  @Override
  public void run(long ops) {
    for (long done = 0; done < ops; done += granularity()) {
      check("Fibonacci number", Fibonacci.number(n), fib(n));
    }
  }

  private static long fib(int n) {
    if (n < 2) {
      return n;
    }
    Chan<Long> one = Chan.make(1);
    go(() -> one.send(fib(n - 1)));
    long other = fib(n - 2);
    return one.recv() + other;
  }
}
