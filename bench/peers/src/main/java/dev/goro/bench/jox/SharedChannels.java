package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import dev.goro.bench.twin.Parallel;

/** Channel operations that virtual threads share: each method says what one of them does. */
final class SharedChannels {
  /** How many values fill a channel. */
  private static final int FILL = 100;

  private SharedChannels() {}

  /** {@code ChanNonblocking}: tries to receive from a channel to which nobody sends. */
  static Parallel.Body nonblocking() {
    Channel<Integer> empty = Threads.channel(0);
    return share -> {
      long done = 0;
      while (share.next()) {
        done += select(empty.receiveClause(), defaultClause(1));
      }
      return done;
    };
  }

  /** {@code ChanUncontended}: fills and empties a channel of one's own. */
  static Parallel.Body uncontended() {
    return share -> fillAndEmpty(share, Threads.channel(FILL));
  }

  /** {@code ChanContended}: fills and empties the channel of all, which has room for all. */
  static Parallel.Body contended() {
    Channel<Integer> ofAll = Threads.channel(FILL * Threads.procs());
    return share -> fillAndEmpty(share, ofAll);
  }

  private static long fillAndEmpty(Parallel.Share share, Channel<Integer> ch)
      throws InterruptedException {
    long received = 0;
    while (share.next()) {
      for (int i = 0; i < FILL; i++) {
        ch.send(1);
      }
      for (int i = 0; i < FILL; i++) {
        received += ch.receive();
      }
    }
    return received / FILL;
  }

  /** {@code ChanCreation}: makes a channel, fills and empties it. */
  static Parallel.Body creation() {
    return share -> {
      long received = 0;
      while (share.next()) {
        Channel<Integer> ch = Threads.channel(1);
        ch.send(1);
        received += ch.receive();
      }
      return received;
    };
  }

  /** {@code ChanSem}: takes a permit by a send and gives it back by a receive. */
  static Parallel.Body semaphore() {
    Channel<Integer> permits = Threads.channel(Threads.procs());
    return share -> {
      long received = 0;
      while (share.next()) {
        permits.send(1);
        received += permits.receive();
      }
      return received;
    };
  }

  /** {@code ChanClosed}: tries to receive from a closed channel. */
  static Parallel.Body closed() {
    Channel<Integer> ch = Threads.channel(0);
    ch.done();
    return share -> {
      long done = 0;
      while (share.next()) {
        if (selectOrClosed(ch.receiveClause(), defaultClause(0)) instanceof ChannelDone) {
          done++;
        }
      }
      return done;
    };
  }
}
