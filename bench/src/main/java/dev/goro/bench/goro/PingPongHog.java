package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.Go;

/**
 * On one P two goroutines send a value to and fro while a third one computes and never waits. An
 * operation is a round trip.
 */
final class PingPongHog {
  private PingPongHog() {}

  static void run(long ops) {
    int procs = Go.gomaxprocs(1);
    try {
      Chan<Boolean> stop = Chan.make();
      Chan<Boolean> hogEnded = Chan.make();
      go(() -> hog(stop, hogEnded));
      Chan<Long> ping = Chan.make();
      Chan<Long> pong = Chan.make();
      Chan<Long> sum = Chan.make();
      go(
          () -> {
            for (long v : ping) {
              pong.send(v + 1);
            }
          });
      go(
          () -> {
            long s = 0;
            for (long i = 0; i < ops; i++) {
              ping.send(i);
              s += pong.recv();
            }
            ping.close();
            sum.send(s);
          });
      check("sum of the answers", ops * (ops + 1) / 2, sum.recv());
      stop.close();
      hogEnded.receive();
    } finally {
      Go.gomaxprocs(procs);
    }
  }

  private static void hog(Chan<Boolean> stop, Chan<Boolean> ended) {
    while (stop.tryRecv().isEmpty()) {
      continue;
    }
    ended.close();
  }
}
