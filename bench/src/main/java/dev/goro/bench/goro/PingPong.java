package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import dev.goro.bench.twin.WrongResultException;

/**
 * One goroutine sends a value and waits for the answer of another. An operation is one round trip.
 */
final class PingPong implements Work {
  @Override
  public void run(long ops) {
    Chan<Long> ping = Chan.make();
    Chan<Long> pong = Chan.make();
    go(
        () -> {
          for (long v : ping) {
            pong.send(v + 1);
          }
          pong.close();
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      ping.send(i);
      sum += pong.recv();
    }
    ping.close();
    if (pong.recv() != null) {
      throw new WrongResultException("an answer came that nobody asked for");
    }
    check("sum of the answers", ops * (ops + 1) / 2, sum);
  }
}
