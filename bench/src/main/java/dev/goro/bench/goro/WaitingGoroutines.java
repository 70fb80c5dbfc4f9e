package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Crowd;
import java.util.concurrent.atomic.AtomicInteger;

/** Goroutines that wait for one channel to be closed. */
final class WaitingGoroutines implements Crowd {
  private final Chan<Boolean> gate = Chan.make();
  private final Chan<Boolean> all = Chan.make(1);
  private final AtomicInteger ended = new AtomicInteger();
  private int count;

  @Override
  public void start(int count) {
    this.count = count;
    var started = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      go(
          () -> {
            if (started.incrementAndGet() == count) {
              all.send(true);
            }
            gate.recv();
            if (ended.incrementAndGet() == count) {
              all.send(true);
            }
          });
    }
    all.recv();
  }

  @Override
  public void wake() {
    check("goroutines that did not wait", 0, ended.get());
    gate.close();
    all.recv();
    check("goroutines that were woken", count, ended.get());
  }
}
