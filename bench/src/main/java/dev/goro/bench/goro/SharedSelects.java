package dev.goro.bench.goro;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bench.twin.Parallel;

/** Selects that goroutines share: each method says what one of them does. */
final class SharedSelects {
  private SharedSelects() {}

  /** {@code SelectUncontended}: a value goes to and fro between two channels of one's own. */
  static Parallel.Body uncontended() {
    return share -> {
      Chan<Integer> left = Chan.make(1);
      Chan<Integer> right = Chan.make(1);
      left.send(1);
      return toAndFro(share, left, right);
    };
  }

  /** {@code SelectAsyncContended}: the same with two channels that all share, and a value each. */
  static Parallel.Body asyncContended() {
    Chan<Integer> left = Chan.make(Go.gomaxprocs());
    Chan<Integer> right = Chan.make(Go.gomaxprocs());
    return share -> {
      left.send(1);
      return toAndFro(share, left, right);
    };
  }

  private static long toAndFro(Parallel.Share share, Chan<Integer> left, Chan<Integer> right) {
    long done = 0;
    while (share.next()) {
      done +=
          select(
              recv(
                  left,
                  v -> {
                    right.send(v);
                    return v;
                  }),
              recv(
                  right,
                  v -> {
                    left.send(v);
                    return v;
                  }));
    }
    return done;
  }

  /**
   * {@code SelectNonblock}: tries to receive from and to send to channels, where only the buffered
   * ones can ever do it.
   */
  static Parallel.Body nonblock() {
    Chan<Integer> noSender = Chan.make();
    Chan<Integer> noReceiver = Chan.make();
    Chan<Integer> empty = Chan.make(1);
    Chan<Integer> full = Chan.make(1);
    full.send(1);
    return share -> {
      long missed = 0;
      while (share.next()) {
        missed += noSender.tryRecv().isEmpty() ? 1 : 0;
        missed += noReceiver.trySend(1) ? 0 : 1;
        missed += empty.tryRecv().isEmpty() ? 1 : 0;
        missed += full.trySend(1) ? 0 : 1;
      }
      return missed / 4;
    };
  }
}
