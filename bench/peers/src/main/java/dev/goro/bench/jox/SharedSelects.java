package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Parallel;

/** Selects that virtual threads share: each method says what one of them does. */
final class SharedSelects {
  private SharedSelects() {}

  /** {@code SelectUncontended}: a value goes to and fro between two channels of one's own. */
  static Parallel.Body uncontended() {
    return share -> {
      Channel<Integer> left = Threads.channel(1);
      Channel<Integer> right = Threads.channel(1);
      left.send(1);
      return toAndFro(share, left, right);
    };
  }

  /** {@code SelectAsyncContended}: the same with two channels that all share, and a value each. */
  static Parallel.Body asyncContended() {
    Channel<Integer> left = Threads.channel(Threads.procs());
    Channel<Integer> right = Threads.channel(Threads.procs());
    return share -> {
      left.send(1);
      return toAndFro(share, left, right);
    };
  }

  private static long toAndFro(Parallel.Share share, Channel<Integer> left, Channel<Integer> right)
      throws InterruptedException {
    long done = 0;
    while (share.next()) {
      var from = select(left.receiveClause(_ -> left), right.receiveClause(_ -> right));
      (from == left ? right : left).send(1);
      done++;
    }
    return done;
  }

  /** {@code SelectNonblock}: tries to receive from and to send to channels that cannot do it. */
  static Parallel.Body nonblock() {
    Channel<Integer> noSender = Threads.channel(0);
    Channel<Integer> noReceiver = Threads.channel(0);
    Channel<Integer> empty = Threads.channel(1);
    Channel<Integer> full = Threads.channel(1);
    return share -> {
      long missed = 0;
      while (share.next()) {
        missed += select(noSender.receiveClause(), defaultClause(1));
        missed += select(noReceiver.sendClause(1, () -> 0), defaultClause(1));
        missed += select(empty.receiveClause(), defaultClause(1));
        missed += select(full.sendClause(1, () -> 1), defaultClause(1));
      }
      return missed / 4;
    };
  }
}
