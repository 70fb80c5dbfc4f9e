package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Fibonacci;
import dev.goro.bench.twin.Work;

/**
 * Fibonacci numbers, with a virtual thread for one of each two summands: work that only stealing
 * spreads. An operation is one virtual thread.
 *
 * @param n which number
 */
record Fib(int n) implements Work {
  @Override
  public long granularity() {
    return Fibonacci.forks(n);
  }

  @Override
  public void run(long ops) throws InterruptedException {
    for (long done = 0; done < ops; done += granularity()) {
      check("Fibonacci number", Fibonacci.number(n), fib(n));
    }
  }

  private static long fib(int n) throws InterruptedException {
    if (n < 2) {
      return n;
    }
    Channel<Long> one = Threads.channel(1);
    Threads.start(() -> one.send(fib(n - 1)));
    long other = fib(n - 2);
    return one.receive() + other;
  }
}
