package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Fibonacci;
import dev.goro.bench.twin.Work;
import java.util.concurrent.BlockingQueue;

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
    BlockingQueue<Long> one = Queues.make(1);
    Interruptible.start(() -> one.put(fib(n - 1)));
    long other = fib(n - 2);
    return one.take() + other;
  }
}
