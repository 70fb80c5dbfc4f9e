package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanSync}, {@code ChanSyncWork}: two virtual threads take turns in sending to one another
 * over one unbuffered channel. An operation is one value.
 *
 * @param divisions how many divisions follow each send and receive
 */
record ChanSync(int divisions) implements Work {
  private static final int THREADS = 2;

  /** How many times a thread sends and receives before it looks whether there is more to do. */
  private static final int BATCH = 1_000;

  @Override
  public long granularity() {
    return THREADS * BATCH;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    var batches = new AtomicLong(ops / BATCH);
    Channel<Integer> ch = Threads.channel(0);
    Channel<Long> ended = Threads.channel(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Threads.start(() -> ended.send(takeTurns(ch, batches)));
    }
    long received = 0;
    for (int i = 0; i < THREADS; i++) {
      received += ended.receive();
    }
    check("values received", ops, received);
  }

  /** Of two batches that run at the same time, one begins with a send, the other with a receive. */
  private long takeTurns(Channel<Integer> ch, AtomicLong batches) throws InterruptedException {
    long received = 0;
    long labour = Labour.start();
    for (long batch = batches.decrementAndGet(); batch >= 0; batch = batches.decrementAndGet()) {
      for (int i = 0; i < BATCH; i++) {
        if (batch % 2 == 0) {
          received += ch.receive();
          labour = Labour.divide(labour, divisions);
          ch.send(1);
          labour = Labour.divide(labour, divisions);
        } else {
          ch.send(1);
          labour = Labour.divide(labour, divisions);
          received += ch.receive();
          labour = Labour.divide(labour, divisions);
        }
      }
    }
    return received + labour;
  }
}
