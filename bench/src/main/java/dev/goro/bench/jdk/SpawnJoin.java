package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;

/**
 * Virtual threads are started one at a time, and each is waited for. An operation is one thread.
 */
final class SpawnJoin implements Work {
  private long ended;

  @Override
  public void run(long ops) throws InterruptedException {
    ended = 0;
    for (long i = 0; i < ops; i++) {
      Thread.startVirtualThread(() -> ended++).join();
    }
    check("threads that ended", ops, ended);
  }
}
