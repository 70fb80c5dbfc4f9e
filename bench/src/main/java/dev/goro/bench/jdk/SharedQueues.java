package dev.goro.bench.jdk;

import dev.goro.bench.twin.Parallel;
import java.util.concurrent.BlockingQueue;

/** Queue operations that virtual threads share: each method says what one of them does. */
final class SharedQueues {
  /** How many values fill a queue. */
  private static final int FILL = 100;

  private SharedQueues() {}

  /** {@code ChanNonblocking}: tries to take from a queue into which nobody puts. */
  static Parallel.Body nonblocking() {
    BlockingQueue<Integer> empty = Queues.make(0);
    return share -> {
      long done = 0;
      while (share.next()) {
        if (empty.poll() == null) {
          done++;
        }
      }
      return done;
    };
  }

  /** {@code ChanUncontended}: fills and empties a queue of one's own. */
  static Parallel.Body uncontended() {
    return share -> fillAndEmpty(share, Queues.make(FILL));
  }

  /** {@code ChanContended}: fills and empties the queue of all, which has room for all. */
  static Parallel.Body contended() {
    BlockingQueue<Integer> ofAll = Queues.make(FILL * VirtualThreads.procs());
    return share -> fillAndEmpty(share, ofAll);
  }

  private static long fillAndEmpty(Parallel.Share share, BlockingQueue<Integer> queue)
      throws InterruptedException {
    long received = 0;
    while (share.next()) {
      for (int i = 0; i < FILL; i++) {
        queue.put(1);
      }
      for (int i = 0; i < FILL; i++) {
        received += queue.take();
      }
    }
    return received / FILL;
  }

  /** {@code ChanCreation}: makes a queue, fills and empties it. */
  static Parallel.Body creation() {
    return share -> {
      long received = 0;
      while (share.next()) {
        BlockingQueue<Integer> queue = Queues.make(1);
        queue.put(1);
        received += queue.take();
      }
      return received;
    };
  }

  /** {@code ChanSem}: takes a permit by a put and gives it back by a take. */
  static Parallel.Body semaphore() {
    BlockingQueue<Integer> permits = Queues.make(VirtualThreads.procs());
    return share -> {
      long received = 0;
      while (share.next()) {
        permits.put(1);
        received += permits.take();
      }
      return received;
    };
  }
}
