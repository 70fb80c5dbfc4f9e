package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;

/**
 * {@code MakeChan…}: queues are made, the last few of which stay reachable, so that none can be
 * left out. An operation is one queue.
 *
 * @param <T> the type of the values
 */
final class MakeChan<T> implements Work {
  private static final int CAPACITY = 8;

  /** How many stay reachable, a power of two. */
  private static final int KEPT = 16;

  private final BlockingQueue<?>[] kept = new BlockingQueue<?>[KEPT];

  @Override
  public long granularity() {
    return KEPT;
  }

  @Override
  public void run(long ops) {
    for (long i = 0; i < ops; i++) {
      BlockingQueue<T> made = Queues.make(CAPACITY);
      kept[(int) i & (KEPT - 1)] = made;
    }
    check(
        "capacity of the queues",
        KEPT * CAPACITY,
        Arrays.stream(kept)
            .filter(Objects::nonNull)
            .mapToInt(BlockingQueue::remainingCapacity)
            .sum());
    Arrays.fill(kept, null);
  }
}
