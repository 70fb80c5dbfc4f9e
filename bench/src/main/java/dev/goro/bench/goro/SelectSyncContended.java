package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;

/**
 * {@code SelectSyncContended}: each goroutine has a sender beside it that selects which of three
 * unbuffered channels to send to, and itself selects which of them to receive from. An operation is
 * one value.
 */
final class SelectSyncContended implements Work {
  private final Parallel parallel = Goroutines.parallel();

  @Override
  public void run(long ops) throws Exception {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make();
    Chan<Integer> c = Chan.make();
    Chan<Integer> done = Chan.make();
    parallel.run(
        ops,
        share -> {
          go(() -> sendUntilClosed(a, b, c, done));
          long received = 0;
          while (share.next()) {
            received += select(recv(a, v -> v), recv(b, v -> v), recv(c, v -> v));
          }
          return received;
        });
    done.close();
  }

  private static void sendUntilClosed(
      Chan<Integer> a, Chan<Integer> b, Chan<Integer> c, Chan<Integer> done) {
    boolean sent = true;
    while (sent) {
      sent =
          select(
              send(a, 1, () -> true),
              send(b, 1, () -> true),
              send(c, 1, () -> true),
              recv(done, _ -> false));
    }
  }
}
