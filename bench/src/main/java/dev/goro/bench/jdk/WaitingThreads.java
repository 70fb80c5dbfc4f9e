package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Crowd;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads that wait for one latch. */
final class WaitingThreads implements Crowd {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch allStarted = new CountDownLatch(1);
  private final CountDownLatch allEnded = new CountDownLatch(1);
  private final AtomicInteger ended = new AtomicInteger();
  private int count;

  @Override
  public void start(int count) throws InterruptedException {
    this.count = count;
    var started = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      Interruptible.start(
          () -> {
            if (started.incrementAndGet() == count) {
              allStarted.countDown();
            }
            gate.await();
            if (ended.incrementAndGet() == count) {
              allEnded.countDown();
            }
          });
    }
    allStarted.await();
  }

  @Override
  public void wake() throws InterruptedException {
    check("threads that did not wait", 0, ended.get());
    gate.countDown();
    allEnded.await();
    check("threads that were woken", count, ended.get());
  }
}
