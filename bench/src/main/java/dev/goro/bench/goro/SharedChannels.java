package dev.goro.bench.goro;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.Received;
import dev.goro.bench.twin.Parallel;
import java.util.Optional;

/** Channel operations that goroutines share: each method says what one of them does. */
final class SharedChannels {
  /** How many values fill a channel. */
  private static final int FILL = 100;

  private SharedChannels() {}

  /** {@code ChanNonblocking}: tries to receive from a channel to which nobody sends. */
  static Parallel.Body nonblocking() {
    Chan<Integer> empty = Chan.make();
    return share -> {
      long done = 0;
      while (share.next()) {
        if (empty.tryRecv().isEmpty()) {
          done++;
        }
      }
      return done;
    };
  }

  /** {@code ChanUncontended}: fills and empties a channel of one's own. */
  static Parallel.Body uncontended() {
    return share -> fillAndEmpty(share, Chan.make(FILL));
  }

  /** {@code ChanContended}: fills and empties the channel of all, which has room for all. */
  static Parallel.Body contended() {
    Chan<Integer> ofAll = Chan.make(FILL * Go.gomaxprocs());
    return share -> fillAndEmpty(share, ofAll);
  }

  private static long fillAndEmpty(Parallel.Share share, Chan<Integer> ch) {
    long received = 0;
    while (share.next()) {
      for (int i = 0; i < FILL; i++) {
        ch.send(1);
      }
      for (int i = 0; i < FILL; i++) {
        received += ch.recv();
      }
    }
    return received / FILL;
  }

  /** {@code ChanCreation}: makes a channel, fills and empties it. */
  static Parallel.Body creation() {
    return share -> {
      long received = 0;
      while (share.next()) {
        Chan<Integer> ch = Chan.make(1);
        ch.send(1);
        received += ch.recv();
      }
      return received;
    };
  }

  /** {@code ChanSem}: takes a permit by a send and gives it back by a receive. */
  static Parallel.Body semaphore() {
    Chan<Integer> permits = Chan.make(Go.gomaxprocs());
    return share -> {
      long received = 0;
      while (share.next()) {
        permits.send(1);
        received += permits.recv();
      }
      return received;
    };
  }

  /** {@code ChanClosed}: tries to receive from a closed channel. */
  static Parallel.Body closed() {
    Chan<Integer> ch = Chan.make();
    ch.close();
    return share -> {
      long done = 0;
      while (share.next()) {
        Optional<Received<Integer>> r = ch.tryRecv();
        if (r.isPresent() && !r.get().ok()) {
          done++;
        }
      }
      return done;
    };
  }
}
