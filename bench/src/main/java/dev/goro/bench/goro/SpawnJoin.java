package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import dev.goro.sync.WaitGroup;

/** Goroutines are started one at a time, and each is waited for. An operation is one goroutine. */
final class SpawnJoin implements Work {
  private long ended;

  @Override
  public void run(long ops) {
    ended = 0;
    var wg = new WaitGroup();
    for (long i = 0; i < ops; i++) {
      wg.go(() -> ended++);
      wg.await();
    }
    check("goroutines that ended", ops, ended);
  }
}
