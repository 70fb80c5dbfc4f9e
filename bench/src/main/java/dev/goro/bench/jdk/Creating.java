package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Virtual threads that are started and counted. */
final class Creating {
  private static final int GROUP = 4;

  private Creating() {}

  /** Four threads that share variables are started and waited for. An operation is that. */
  static void capturing(long ops) throws InterruptedException {
    var ran = new AtomicLong();
    for (long i = 0; i < ops; i++) {
      long turn = i & (GROUP - 1);
      var latch = new CountDownLatch(GROUP);
      for (int g = 0; g < GROUP; g++) {
        int me = g;
        Thread.startVirtualThread(
            () -> {
              if (me == turn) {
                ran.incrementAndGet();
              }
              latch.countDown();
            });
      }
      latch.await();
    }
    check("threads whose turn it was", ops, ran.get());
  }

  /** One thread starts all. An operation is one thread. */
  static void fromOne(long ops) throws InterruptedException {
    var latch = new CountDownLatch(Math.toIntExact(ops));
    for (long i = 0; i < ops; i++) {
      Thread.startVirtualThread(latch::countDown);
    }
    latch.await();
  }
}
