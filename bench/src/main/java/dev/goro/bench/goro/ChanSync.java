package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanSync}, {@code ChanSyncWork}: two goroutines take turns in sending to one another over
 * one unbuffered channel. An operation is one value.
 *
 * @param divisions how many divisions follow each send and receive
 */
record ChanSync(int divisions) implements Work {
  private static final int GOROUTINES = 2;

  /** How many times a goroutine sends and receives before it looks whether there is more to do. */
  private static final int BATCH = 1_000;

  @Override
  public long granularity() {
    return GOROUTINES * BATCH;
  }

  @Override
  public void run(long ops) {
    var batches = new AtomicLong(ops / BATCH);
    Chan<Integer> ch = Chan.make();
    Chan<Long> ended = Chan.make(GOROUTINES);
    for (int i = 0; i < GOROUTINES; i++) {
      go(() -> ended.send(takeTurns(ch, batches)));
    }
    long received = 0;
    for (int i = 0; i < GOROUTINES; i++) {
      received += ended.recv();
    }
    check("values received", ops, received);
  }

  /** Of two batches that run at the same time, one begins with a send, the other with a receive. */
  private long takeTurns(Chan<Integer> ch, AtomicLong batches) {
    long received = 0;
    long labour = Labour.start();
    for (long batch = batches.decrementAndGet(); batch >= 0; batch = batches.decrementAndGet()) {
      for (int i = 0; i < BATCH; i++) {
        if (batch % 2 == 0) {
          received += ch.recv();
          labour = Labour.divide(labour, divisions);
          ch.send(1);
          labour = Labour.divide(labour, divisions);
        } else {
          ch.send(1);
          labour = Labour.divide(labour, divisions);
          received += ch.recv();
          labour = Labour.divide(labour, divisions);
        }
      }
    }
    return received + labour;
  }
}
