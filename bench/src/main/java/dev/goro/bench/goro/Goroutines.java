package dev.goro.bench.goro;

import static dev.goro.Go.go;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bench.twin.Parallel;
import dev.goro.sync.WaitGroup;

/** How this twin starts a {@link Parallel}'s members. */
final class Goroutines {
  private Goroutines() {}

  /** Operations that as many goroutines share as there are Ps. */
  static Parallel parallel() {
    return parallel(1);
  }

  /** Operations that several goroutines a P share. */
  static Parallel parallel(int perProc) {
    return new Parallel(Goroutines::together, perProc * Go.gomaxprocs());
  }

  /** Does the one in a goroutine and the other here. */
  static void both(Runnable one, Runnable other) {
    Chan<Boolean> done = Chan.make(1);
    go(
        () -> {
          one.run();
          done.send(true);
        });
    other.run();
    done.recv();
  }

  static void together(int count, Parallel.Member member) {
    var wg = new WaitGroup();
    for (int i = 0; i < count; i++) {
      int me = i;
      wg.go(() -> member.run(me));
    }
    wg.await();
  }
}
