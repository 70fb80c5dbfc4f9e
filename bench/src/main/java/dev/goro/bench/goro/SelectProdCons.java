package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.bench.twin.Labour;
import dev.goro.bench.twin.Work;
import dev.goro.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code SelectProdCons}: as {@link ChanProdCons}, but each goroutine selects among the channel, a
 * timer that does not fire and a channel to which nobody sends. An operation is one value.
 *
 * @param capacity the channel's capacity
 * @param labour how many steps of arithmetic go with each value, on either side
 */
record SelectProdCons(int capacity, int labour) implements Work {
  private static final int BATCH = 1_000;
  private static final int VALUE = 1;
  private static final int END = 0;

  /** What a select gives that was not to happen: no count of values fits to it. */
  private static final int WRONG = Integer.MIN_VALUE;

  private static final Duration NEVER = Duration.ofHours(1);

  @Override
  public long granularity() {
    return BATCH;
  }

  @Override
  public void run(long ops) {
    int pairs = Go.gomaxprocs();
    var batches = new AtomicLong(ops / BATCH);
    Chan<Integer> ch = Chan.make(capacity);
    Chan<Integer> quit = Chan.make();
    Chan<Long> ended = Chan.make(2 * pairs);
    for (int i = 0; i < pairs; i++) {
      go(() -> ended.send(produce(ch, quit, batches)));
      go(() -> ended.send(consume(ch, quit)));
    }
    long received = 0;
    for (int i = 0; i < 2 * pairs; i++) {
      received += ended.recv();
    }
    check("values received", ops, received);
  }

  private long produce(Chan<Integer> ch, Chan<Integer> quit, AtomicLong batches) {
    var timer = Timer.after(NEVER);
    long foo = Labour.start();
    while (batches.decrementAndGet() >= 0) {
      for (int i = 0; i < BATCH; i++) {
        foo = Labour.halve(foo, labour);
        foo += select(send(ch, VALUE, () -> 0), recv(timer, _ -> WRONG), recv(quit, _ -> WRONG));
      }
    }
    ch.send(END);
    return foo;
  }

  private long consume(Chan<Integer> ch, Chan<Integer> quit) {
    var timer = Timer.after(NEVER);
    long foo = Labour.start();
    long received = 0;
    while (true) {
      int value = select(recv(ch, v -> v), recv(timer, _ -> WRONG), recv(quit, _ -> WRONG));
      if (value == END) {
        return received + foo;
      }
      received += value;
      foo = Labour.halve(foo, labour);
    }
  }
}
