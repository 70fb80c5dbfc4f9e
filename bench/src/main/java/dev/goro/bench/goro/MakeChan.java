package dev.goro.bench.goro;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import java.util.Arrays;
import java.util.Objects;

/**
 * {@code MakeChan…}: channels are made, the last few of which stay reachable, so that none can be
 * left out. In Java each type of values is the same: a reference. An operation is one channel.
 *
 * @param <T> the type of the values
 */
final class MakeChan<T> implements Work {
  private static final int CAPACITY = 8;

  /** How many stay reachable, a power of two. */
  private static final int KEPT = 16;

  private final Chan<?>[] kept = new Chan<?>[KEPT];

  @Override
  public long granularity() {
    return KEPT;
  }

  @Override
  public void run(long ops) {
    for (long i = 0; i < ops; i++) {
      Chan<T> made = Chan.make(CAPACITY);
      kept[(int) i & (KEPT - 1)] = made;
    }
    check(
        "capacity of the channels",
        KEPT * CAPACITY,
        Arrays.stream(kept).filter(Objects::nonNull).mapToInt(Chan::cap).sum());
    Arrays.fill(kept, null);
  }
}
